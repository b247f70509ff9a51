// The survey on a telephone: saved as it is filled in, usable without network, sent when the network is back.
//
// What is filled in lies in the browser's own database, sealed under a key the browser keeps and gives to nobody; it is
// taken away once the office has it. The page itself is kept for use without network only where the officer asks for it.
// Whatever waits is sent from the next page of surveys or of today's work that is opened with network, by whoever wrote
// it and by nobody else.
(() => {
  "use strict";

  const form = document.querySelector("[data-survey]");
  const page = form || document.querySelector("[data-survey-waiting]");
  if (!page) return;
  const safe = window.isSecureContext && window.indexedDB && window.crypto && window.crypto.subtle;
  if (!safe) return;
  let key = form ? form.dataset.survey : "";
  const here = location.pathname + location.search;
  const offline = document.querySelector("[data-offline]");
  const told = document.querySelector("[data-survey-told]");

  // A small database: one store for the key, one for what waits.
  function opened() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open("doudi-survey", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("keys");
        asked.result.createObjectStore("waiting");
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  async function within(store, mode, work) {
    const database = await opened();
    return new Promise((resolve, reject) => {
      const moved = database.transaction(store, mode);
      const done = work(moved.objectStore(store));
      moved.oncomplete = () => {
        database.close();
        resolve(done.result);
      };
      moved.onerror = () => reject(moved.error);
    });
  }

  async function sealing() {
    const kept = await within("keys", "readonly", (store) => store.get("seal"));
    if (kept) return kept;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await within("keys", "readwrite", (store) => store.put(made, "seal"));
    return made;
  }

  async function keep(name, value) {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const bytes = value instanceof Blob ? await value.arrayBuffer() : new TextEncoder().encode(JSON.stringify(value));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await sealing(), bytes);
    const kind = value instanceof Blob ? value.type || "image/jpeg" : "json";
    await within("waiting", "readwrite", (store) => store.put({ nonce, sealed, kind }, name));
  }

  async function kept(name) {
    const found = await within("waiting", "readonly", (store) => store.get(name));
    if (!found) return null;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: found.nonce }, await sealing(), found.sealed);
    if (found.kind !== "json") return new Blob([plain], { type: found.kind });
    return JSON.parse(new TextDecoder().decode(plain));
  }

  async function names() {
    return (await within("waiting", "readonly", (store) => store.getAllKeys())).map(String);
  }

  async function forget(name) {
    await within("waiting", "readwrite", (store) => store.delete(name));
  }

  // The drafts of this officer, by the key of their form.
  async function drafts() {
    const found = [];
    for (const name of await names()) {
      if (!name.startsWith("form:")) continue;
      const draft = await kept(name);
      if (draft && draft.who === page.dataset.who) found.push([name.slice(5), draft]);
    }
    return found;
  }

  function say(text, tone) {
    if (!told) return;
    told.textContent = text;
    told.className = `alert alert-${tone || "info"}`;
  }

  function word(name) {
    return page.dataset[name] || "";
  }

  // What is typed, as pairs: names come more than once where a table has several rows.
  function typed() {
    return [...new FormData(form).entries()].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  }

  function fill(pairs) {
    const seen = {};
    for (const [name, value] of pairs) {
      const fields = [...form.elements].filter((one) => one.name === name);
      // The state of the record is the page's: what others saved meanwhile was seen by whoever opened it.
      if (!fields.length || name === "version") continue;
      const first = fields[0];
      if (first.type === "radio") fields.forEach((one) => (one.checked = one.value === value));
      else if (first.type === "checkbox") first.checked = true;
      else {
        const at = (seen[name] = (seen[name] || 0) + 1) - 1;
        while (fields.length <= at && addRow(first)) fields.splice(0, fields.length, ...[...form.elements].filter((one) => one.name === name));
        if (fields[at]) fields[at].value = value;
      }
    }
  }

  // A table gets one more row, the same as its last, empty.
  function addRow(inside) {
    const table = inside.closest("fieldset") && inside.closest("fieldset").querySelector("[data-rows] tbody");
    if (!table || table.rows.length >= 60) return false;
    const fresh = table.rows[table.rows.length - 1].cloneNode(true);
    fresh.querySelectorAll("input").forEach((one) => (one.value = ""));
    table.append(fresh);
    return true;
  }

  let waiting = 0;

  // A new form of the same visit goes on with what was typed here before.
  async function takeUp() {
    const found = (await drafts()).find(([name, draft]) => name === key || (!draft.sent && draft.address === here));
    if (!found) return;
    key = found[0];
    if (form.elements.client_key) form.elements.client_key.value = key;
    fill(found[1].pairs);
    say(word("again"));
  }

  async function saveHere() {
    await keep(`form:${key}`, { pairs: typed(), address: here, finish: false, who: page.dataset.who });
    say(word("kept"));
  }

  // What was sent by hand is kept first, so that without network it waits instead of being lost.
  async function submitted(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    clearTimeout(waiting);
    const finish = Boolean(event.submitter && event.submitter.name === "finish");
    await keep(`form:${key}`, { pairs: typed(), address: here, finish, sent: true, who: page.dataset.who });
    await sendAll();
  }

  let sending = false;
  async function sendAll() {
    if (sending) return;
    const ready = (await drafts()).filter(([, draft]) => draft.sent);
    if (!ready.length) return;
    if (!navigator.onLine) {
      say(word("offlineTold"), "warning");
      return;
    }
    sending = true;
    try {
      for (const [name, draft] of ready) if (!(await send(name, draft))) return;
    } finally {
      sending = false;
    }
    if (!form) say(word("arrived"), "success");
  }

  // One form and its pictures; whether it has arrived.
  async function send(name, draft) {
    const body = new URLSearchParams(draft.pairs);
    if (draft.finish) body.set("finish", "1");
    let answer;
    try {
      answer = await fetch(draft.address, { method: "POST", body, headers: headers(), redirect: "error" });
    } catch {
      say(word("offlineTold"), "warning");
      return false;
    }
    const json = (answer.headers.get("Content-Type") || "").includes("json");
    if (answer.status === 422 && json) {
      const { faults } = await answer.json();
      await keep(`form:${name}`, { ...draft, sent: false, finish: false });
      refused(Object.values(faults).join("；"), draft);
      return false;
    }
    if (!answer.ok || !json) {
      say(word("signIn"), "danger");
      return false;
    }
    const { href } = await answer.json();
    if (!(await sendPictures(name, href))) return false;
    await forget(`form:${name}`);
    if (window.caches) await (await caches.open("survey")).delete(draft.address);
    if (name === key || draft.address === here) location.assign(href);
    return true;
  }

  function refused(why, draft) {
    say(why, "danger");
    if (draft.address !== here) {
      const link = document.createElement("a");
      link.className = "alert-link";
      link.href = draft.address;
      link.textContent = ` ${word("mend")}`;
      told.append(link);
    }
    told.focus();
  }

  function headers() {
    const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
    return { Accept: "application/json", "X-CSRFToken": token };
  }

  async function sendPictures(of, href) {
    for (const name of await names()) {
      if (!name.startsWith(`picture:${of}:`)) continue;
      const body = new FormData();
      body.append("files", await kept(name), name.endsWith(":sign") ? "signature.png" : "photograph.jpg");
      try {
        const answer = await fetch(`${href}pictures/`, { method: "POST", body, headers: headers() });
        if (!answer.ok) {
          say((await answer.json()).faults || word("signIn"), "danger");
          return false;
        }
      } catch {
        say(word("offlineTold"), "warning");
        return false;
      }
      await forget(name);
    }
    return true;
  }

  // Photographs and the signature wait with the form.
  function takePictures(pictures) {
    pictures.addEventListener("change", async () => {
      for (const file of pictures.files) await keep(`picture:${key}:${crypto.randomUUID()}`, file);
      pictures.value = "";
      await count();
    });
  }

  function takeSignature(pad) {
    const pen = pad.getContext("2d");
    let drawing = false;
    const at = (event) => {
      const box = pad.getBoundingClientRect();
      return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
    };
    pad.addEventListener("pointerdown", (event) => {
      drawing = true;
      pad.setPointerCapture(event.pointerId);
      pen.lineWidth = 3;
      pen.beginPath();
      pen.moveTo(...at(event));
    });
    pad.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      pen.lineTo(...at(event));
      pen.stroke();
    });
    pad.addEventListener("pointerup", () => {
      drawing = false;
      pad.toBlob(async (blob) => {
        await keep(`picture:${key}:sign`, blob);
        await count();
      }, "image/png");
    });
    form.querySelector("[data-signature-clear]").addEventListener("click", async () => {
      pen.clearRect(0, 0, pad.width, pad.height);
      await forget(`picture:${key}:sign`);
      await count();
    });
    kept(`picture:${key}:sign`).then(async (blob) => {
      if (blob) pen.drawImage(await createImageBitmap(blob), 0, 0);
    });
  }

  async function count() {
    const shown = form.querySelector("[data-picture-count]");
    const found = (await names()).filter((name) => name.startsWith(`picture:${key}:`));
    if (shown) shown.textContent = String(found.length);
  }

  // Kept for use without network, at the officer's wish.
  async function takeAlong() {
    await navigator.serviceWorker.register("/survey-worker.js", { scope: "/" });
    const cache = await caches.open("survey");
    const assets = [...document.querySelectorAll("script[src], link[rel=stylesheet]")].map((one) => one.src || one.href);
    await cache.addAll([here, ...assets]);
    await navigator.serviceWorker.ready;
    say(word("taken"), "success");
  }

  function network() {
    if (offline) offline.classList.toggle("d-none", navigator.onLine);
  }

  async function beginForm() {
    await takeUp();
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-add-row]");
      if (button && addRow(button)) {
        const rows = button.closest("fieldset").querySelectorAll("[data-rows] tbody tr");
        rows[rows.length - 1].querySelector("input").focus();
      }
    });
    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      clearTimeout(waiting);
      waiting = setTimeout(saveHere, 800);
    });
    form.addEventListener("submit", submitted);
    form.querySelectorAll("[data-needs-script]").forEach((one) => one.classList.remove("d-none"));
    const pictures = form.querySelector("[data-pictures]");
    if (pictures) takePictures(pictures);
    const pad = form.querySelector("[data-signature]");
    if (pad) takeSignature(pad);
    const button = document.querySelector("[data-take-along]");
    if (button && navigator.serviceWorker) {
      button.classList.remove("d-none");
      button.addEventListener("click", takeAlong);
    }
    await count();
    form.dataset.ready = "1";
  }

  async function beginList() {
    const found = await drafts();
    if (found.length) say(`${word("kept")} ${found.length}`);
  }

  addEventListener("online", () => {
    network();
    sendAll();
  });
  addEventListener("offline", network);
  network();
  (form ? beginForm() : beginList()).then(sendAll);
})();
