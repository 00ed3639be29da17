// The virtual printer's page: no build, no library; every text comes from the catalogue.
const catalogues = await (await fetch("messages")).json();
let language = localStorage.getItem("language") === "en" ? "en" : "vi";
let state = null;
let online = true;

const byId = (id) => document.getElementById(id);
const text = (key, values = {}) =>
  Object.entries(values).reduce((all, [name, value]) => all.replace(`{${name}}`, value), catalogues[language][key]);

function setText(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

// Numbers begin anew when the printer is restarted; the time tells two first tickets apart.
const keyOf = (ticket) => `${ticket.number}/${ticket.printed_at}`;

function item(ticket) {
  const li = document.createElement("li");
  const img = document.createElement("img");
  const span = document.createElement("span");
  li.dataset.key = keyOf(ticket);
  img.src = `tickets/${ticket.number}.png?${encodeURIComponent(ticket.printed_at)}`;
  img.width = ticket.width;
  img.height = ticket.height;
  li.append(img, span);
  return li;
}

function label(li, ticket) {
  const time = new Date(ticket.printed_at).toLocaleTimeString(language === "vi" ? "vi-VN" : "en-GB");
  const words = text("printer.ticket", { number: ticket.number, time });
  li.firstChild.alt = words;
  setText(li.lastChild, words);
}

function showTickets(tickets, first) {
  const list = byId("tickets");
  const there = new Map([...list.children].map((li) => [li.dataset.key, li]));
  const wanted = new Set(tickets.map(keyOf));
  for (const [key, li] of there) if (!wanted.has(key)) li.remove();
  for (const ticket of [...tickets].reverse()) {
    let li = there.get(keyOf(ticket));
    if (!li) {
      li = item(ticket);
      if (!first) li.classList.add("new");
      list.prepend(li);
    }
    label(li, ticket);
  }
}

function show(first = false) {
  document.documentElement.lang = language;
  document.title = text("printer.title");
  for (const element of document.querySelectorAll("[data-text]")) setText(element, text(element.dataset.text));
  const status = byId("status");
  setText(status, text(!online ? "printer.lost" : state?.prints ? "printer.ready" : "printer.stopped"));
  status.classList.toggle("stopped", !online || !state?.prints);
  if (!state) return;
  setText(byId("address"), state.url);
  setText(byId("count"), text(state.printed ? "printer.count" : "printer.none", { count: state.printed }));
  for (const input of document.querySelectorAll("input")) {
    input.checked = input.type === "radio" ? state[input.name] === input.value : state[input.name];
  }
  showTickets(state.tickets, first);
}

async function change(input) {
  const value = input.type === "radio" ? input.value : input.checked;
  const body = JSON.stringify({ [input.name]: value });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch("api/state", { method: "POST", headers, body }).catch(() => null);
  if (!answer?.ok) setText(byId("status"), text("printer.refused"));
}

for (const input of document.querySelectorAll("input")) input.addEventListener("change", () => change(input));
byId("language").addEventListener("click", () => {
  language = language === "vi" ? "en" : "vi";
  localStorage.setItem("language", language);
  show();
});
const events = new EventSource("api/events");
events.addEventListener("state", (event) => {
  const first = state === null;
  state = JSON.parse(event.data);
  online = true;
  show(first);
});
events.addEventListener("error", () => {
  online = false;
  show();
});
show();
