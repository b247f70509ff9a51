// Serves the survey pages an officer took along while there is no network. It keeps nothing by itself.
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(
    fetch(event.request).catch(async () => {
      const cache = await caches.open("survey");
      return (await cache.match(event.request, { ignoreVary: true })) || Response.error();
    }),
  );
});
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
