/** Shows alerts that the server pushes to a manager's browser whose page is closed. */
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const told = event.data.json();
  const shown = self.registration.showNotification(told.title, {
    body: told.body,
    lang: told.lang,
    // One notice an alert: what it says now takes the place of what it said.
    tag: told.tag,
    renotify: true,
    requireInteraction: told.grave,
  });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(self.registration.scope));
});

async function open(address) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => url.startsWith(address));
  return page ? page.focus() : self.clients.openWindow(address);
}
