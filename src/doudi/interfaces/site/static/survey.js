// The survey on a telephone: saved as it is filled in, usable without network, sent when the network is back.
//
// What is filled in lies in the browser's own database, sealed under a key the browser keeps and gives to nobody; it is
// taken away once the office has it. The page itself is kept for use without network only where the officer asks for it.
(() => {
  "use strict";

  const form = document.querySelector("[data-survey]");
  if (!form) return;
  const key = form.dataset.survey;
  const offline = document.querySelector("[data-offline]");
  const told = document.querySelector("[data-survey-told]");
  const safe = window.isSecureContext && window.indexedDB && window.crypto && window.crypto.subtle;

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
      const done = work(database.transaction(store, mode).objectStore(store));
      done.onsuccess = () => resolve(done.result);
      done.onerror = () => reject(done.error);
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
    await within("waiting", "readwrite", (store) => store.put({ nonce, sealed, kind: value.type || "json" }, name));
  }

  async function kept(name) {
    const found = await within("waiting", "readonly", (store) => store.get(name));
    if (!found) return null;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: found.nonce }, await sealing(), found.sealed);
    if (found.kind !== "json") return new Blob([plain], { type: found.kind });
    return JSON.parse(new TextDecoder().decode(plain));
  }

  async function names() {
    return within("waiting", "readonly", (store) => store.getAllKeys());
  }

  async function forget(name) {
    await within("waiting", "readwrite", (store) => store.delete(name));
  }

  function say(text, tone) {
    if (!told) return;
    told.textContent = text;
    told.className = `alert alert-${tone || "info"}`;
  }

  function word(name) {
    return form.dataset[name] || "";
  }

  // What is typed, as pairs: names come more than once where a table has several rows.
  function typed() {
    return [...new FormData(form).entries()].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  }

  function fill(pairs) {
    const seen = {};
    for (const [name, value] of pairs) {
      const fields = [...form.elements].filter((one) => one.name === name);
      if (!fields.length) continue;
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

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    if (button && addRow(button)) {
      const rows = button.closest("fieldset").querySelectorAll("[data-rows] tbody tr");
      rows[rows.length - 1].querySelector("input").focus();
    }
  });

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(saveHere, 800);
  });

  async function saveHere() {
    if (!safe) return;
    await keep(`form:${key}`, { pairs: typed(), address: location.pathname + location.search, finish: false });
    say(word("kept"));
  }

  // The form is sent by hand so that without network it waits instead of being lost.
  form.addEventListener("submit", async (event) => {
    if (!safe || event.defaultPrevented) return;
    event.preventDefault();
    const finish = event.submitter && event.submitter.name === "finish";
    await keep(`form:${key}`, { pairs: typed(), address: location.pathname + location.search, finish, sent: true });
    await send();
  });

  async function send() {
    if (!navigator.onLine) {
      say(word("offlineTold"), "warning");
      return;
    }
    const draft = await kept(`form:${key}`);
    if (!draft || !draft.sent) return;
    const body = new URLSearchParams(draft.pairs);
    if (draft.finish) body.set("finish", "1");
    let answer;
    try {
      answer = await fetch(draft.address, { method: "POST", body, headers: headers(), redirect: "error" });
    } catch {
      say(word("offlineTold"), "warning");
      return;
    }
    await received(answer);
  }

  function headers() {
    return { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  }

  async function received(answer) {
    const json = (answer.headers.get("Content-Type") || "").includes("json");
    if (answer.status === 422 && json) {
      const { faults } = await answer.json();
      say(Object.values(faults).join("；"), "danger");
      told.focus();
      return;
    }
    if (!answer.ok || !json) {
      say(word("signIn"), "danger");
      return;
    }
    const { href } = await answer.json();
    if (!(await sendPictures(href))) return;
    await forget(`form:${key}`);
    if (window.caches) await (await caches.open("survey")).delete(location.href);
    location.assign(href);
  }

  async function sendPictures(href) {
    for (const name of await names()) {
      if (!String(name).startsWith(`picture:${key}:`)) continue;
      const body = new FormData();
      body.append("files", await kept(name), String(name).endsWith(":sign") ? "signature.png" : "photograph.jpg");
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
  const pictures = form.querySelector("[data-pictures]");
  if (pictures && safe) {
    pictures.addEventListener("change", async () => {
      for (const file of pictures.files) await keep(`picture:${key}:${crypto.randomUUID()}`, file);
      pictures.value = "";
      await count();
    });
  }

  const pad = form.querySelector("[data-signature]");
  if (pad && safe) {
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
  }

  async function count() {
    const shown = form.querySelector("[data-picture-count]");
    const found = (await names()).filter((name) => String(name).startsWith(`picture:${key}:`));
    if (shown) shown.textContent = String(found.length);
  }

  // Kept for use without network, at the officer's wish.
  const takeAlong = document.querySelector("[data-take-along]");
  if (takeAlong && safe && navigator.serviceWorker) {
    takeAlong.classList.remove("d-none");
    takeAlong.addEventListener("click", async () => {
      await navigator.serviceWorker.register("/survey-worker.js", { scope: "/" });
      const cache = await caches.open("survey");
      const assets = [...document.querySelectorAll("script[src], link[rel=stylesheet]")].map((one) => one.src || one.href);
      await cache.addAll([location.href, ...assets]);
      say(word("taken"), "success");
    });
  }

  function network() {
    if (offline) offline.classList.toggle("d-none", navigator.onLine);
  }

  addEventListener("online", () => {
    network();
    send();
  });
  addEventListener("offline", network);
  network();
  if (safe) {
    kept(`form:${key}`).then((draft) => {
      if (draft) fill(draft.pairs);
      if (draft && draft.sent) send();
    });
    count();
  }
})();
