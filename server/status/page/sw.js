/**
 * Shows what the server pushes to a phone whose page is closed. Each ticket's page registers it for
 * its own address only, so that address is the one a tap opens.
 */
const VIBRATE = { soon: [300], called: [400, 200, 400, 200, 400] };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const told = event.data.json();
  const shown = self.registration.showNotification(told.title, {
    body: told.body,
    lang: told.lang,
    // One notice a ticket: the latest takes the place of the one before, and is heard again.
    tag: told.tag ?? "turn",
    renotify: true,
    requireInteraction: told.kind === "called",
    vibrate: VIBRATE[told.kind],
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
