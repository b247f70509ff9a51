// What needs a script and is offered only where it works: reading aloud and printing. Pages do without it.
(() => {
  "use strict";
  const voice = window.speechSynthesis;

  function textOf(main) {
    const copy = main.cloneNode(true);
    for (const unread of copy.querySelectorAll("[data-unread], script, select, input, textarea")) unread.remove();
    for (const piece of copy.querySelectorAll("h1, h2, h3, p, li, legend, label, summary, dt, dd, td, th")) piece.append("。");
    return copy.textContent.replace(/\s+/g, " ").replace(/([。！？：；])\s*。/g, "$1");
  }

  function speak(text) {
    // Long texts stop short in some browsers: sentence by sentence they do not.
    for (const sentence of text.match(/[^。！？]+[。！？]?/g) || []) {
      if (!sentence.trim()) continue;
      const said = new SpeechSynthesisUtterance(sentence);
      said.lang = document.documentElement.lang === "en" ? "en" : "zh-CN";
      said.rate = 0.9;
      voice.speak(said);
    }
  }

  for (const button of document.querySelectorAll("[data-read-aloud]")) {
    if (!voice || !window.SpeechSynthesisUtterance) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const speaking = voice.speaking || voice.pending;
      voice.cancel();
      if (!speaking) speak(textOf(document.getElementById("content")));
      button.setAttribute("aria-pressed", String(!speaking));
    });
  }
  window.addEventListener("pagehide", () => voice && voice.cancel());

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const faults = document.querySelector("[data-focus]");
  if (faults) faults.focus();
})();
