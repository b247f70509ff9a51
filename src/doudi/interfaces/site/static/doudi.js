// What the pages do in the browser beyond links and forms. Everything hangs on data attributes; nothing is evaluated,
// nothing is stored.
(() => {
  "use strict";

  // data-hide-after="60": a revealed value goes back to what its template holds.
  function hideLater(root) {
    const waiting = [...root.querySelectorAll("[data-hide-after]")];
    if (root.matches && root.matches("[data-hide-after]")) waiting.push(root);
    for (const shown of waiting) {
      if (shown.dataset.waiting) continue;
      shown.dataset.waiting = "1";
      setTimeout(() => hide(shown), Number(shown.dataset.hideAfter) * 1000);
    }
  }

  function hide(shown) {
    const masked = shown.querySelector("template");
    if (!masked || !shown.isConnected) return;
    const fresh = masked.content.cloneNode(true).firstElementChild;
    shown.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
  }

  // data-confirm="question" on a form, a button of a form or an element of htmx: asked before it is done.
  function ask(text, done) {
    const question = document.getElementById("question");
    if (!question || !question.showModal) {
      if (window.confirm(text)) done();
      return;
    }
    question.querySelector("#question-text").textContent = text;
    const answer = (event) => {
      const button = event.target.closest("[data-answer]");
      if (button) question.close(button.dataset.answer);
    };
    question.addEventListener("click", answer);
    question.addEventListener(
      "close",
      () => {
        question.removeEventListener("click", answer);
        if (question.returnValue === "yes") done();
      },
      { once: true },
    );
    question.returnValue = "";
    question.showModal();
  }

  let agreed = null;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // Survey pages taken along without network go with the session.
    if (window.caches && (form.getAttribute("action") || "").includes("sign-out")) window.caches.delete("survey");
    const text = (event.submitter && event.submitter.dataset.confirm) || form.dataset.confirm;
    if (!text || agreed === form) {
      agreed = null;
      leaving = form;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    ask(text, () => {
      agreed = form;
      form.requestSubmit(submitter);
    });
  }, true);

  document.addEventListener("htmx:confirm", (event) => {
    const text = event.detail.elt.dataset && event.detail.elt.dataset.confirm;
    if (!text || event.detail.elt.tagName === "FORM") return;
    event.preventDefault();
    ask(text, () => event.detail.issueRequest(true));
  });

  // data-unsaved on a form: a warning before what was typed is lost.
  const changed = new Set();
  let leaving = null;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-unsaved]");
    if (form) changed.add(form);
  });
  window.addEventListener("beforeunload", (event) => {
    for (const form of changed) {
      if (form !== leaving && form.isConnected) {
        event.preventDefault();
        return;
      }
    }
  });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 3000);
  });

  // data-print: print the page. "/" goes to the search box, as long as nobody is typing.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const search = document.querySelector("[data-search]");
    if (event.key !== "/" || typing || !search || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // data-history: the slider walks over the days on which something changed; the day beside it asks the server.
  function bindHistory(root) {
    for (const box of root.querySelectorAll("[data-history]")) {
      if (box.dataset.bound) continue;
      box.dataset.bound = "1";
      const days = box.dataset.days.split(",").filter(Boolean);
      const range = box.querySelector("input[type=range]");
      const day = box.querySelector("input[type=date]");
      const place = () => {
        const at = days.filter((one) => one <= day.value).length - 1;
        range.value = String(Math.max(at, 0));
        range.setAttribute("aria-valuetext", day.value);
      };
      range.addEventListener("input", () => {
        day.value = days[Number(range.value)] || day.value;
        range.setAttribute("aria-valuetext", day.value);
      });
      range.addEventListener("change", () => day.dispatchEvent(new Event("change", { bubbles: true })));
      day.addEventListener("change", place);
      place();
    }
  }

  // A fragment that answers with an error says so instead of nothing; a lost session goes to the sign-in page.
  document.addEventListener("htmx:responseError", (event) => {
    const trouble = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const said = trouble.querySelector("main, body");
    const box = document.createElement("div");
    box.className = "alert alert-danger";
    box.setAttribute("role", "alert");
    box.textContent = said ? said.textContent.trim().replace(/\s+/g, " ") : String(event.detail.xhr.status);
    const content = document.querySelector("#content .page-body > .container-xl");
    if (content) content.prepend(box);
  });

  function begin(root) {
    hideLater(root);
    bindHistory(root);
    const faults = root.querySelector("[data-focus]");
    if (faults) faults.focus();
  }

  document.addEventListener("DOMContentLoaded", () => begin(document));
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
  // Back and forward show the page anew: what the browser kept may show a value that was hidden since.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
})();
