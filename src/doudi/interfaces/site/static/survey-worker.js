// Serves the survey pages an officer took along while there is no network. It keeps nothing by itself.
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(fetch(event.request).catch(() => taken(event.request)));
});

async function taken(request) {
  const cache = await caches.open("survey");
  const found = await cache.match(request, { ignoreVary: true });
  if (found) return found;
  return request.mode === "navigate" ? contents(cache) : Response.error();
}

// Any other page is not there without network; the forms that are can be opened from here.
async function contents(cache) {
  const links = [];
  for (const one of await cache.keys()) {
    if (!new URL(one.url).pathname.includes("/inquiries/")) continue;
    const title = /<title>([^<]*)<\/title>/.exec(await (await cache.match(one)).text());
    links.push(`<li><a href="${one.url.replace(/&/g, "&amp;")}">${title ? title[1] : one.url}</a></li>`);
  }
  const list = links.length ? `<ul>${links.join("")}</ul>` : "";
  const page = `<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>没有网络 · Doudi</title><h1>现在没有网络</h1><p>带在本机的调查表可以照常填写。<br>No network. The forms taken along can be filled in.</p>${list}</html>`;
  return new Response(page, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
