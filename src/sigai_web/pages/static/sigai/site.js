/* Under real hands: a session that ends while somebody types, a second click, a slow or broken net, the way back. What was
   typed stays in the page, and only there: nothing is written down on the machine, which others may use. */
(function () {
  "use strict";

  const english = document.documentElement.lang === "en";
  const say = (zh, en) => (english ? en : zh);
  const body = document.body;
  const user = body.dataset.user || "";
  const waiting = new Map();  /* what could not be sent, and how to send it */
  const PATIENCE = 20000;
  const key = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

  function token(text) {
    body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": text }));
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = text; });
  }

  /* Who is signed in now: resolves to "here", "gone", "other" or "away" (no answer). */
  async function asked() {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(body.dataset.session, { cache: "no-store", signal: stop.signal });
      if (!answer.ok) { return "away"; }
      const now = await answer.json();
      if (!now.user) { return "gone"; }
      if (now.user !== user) { return "other"; }
      token(now.token);
      return "here";
    } catch (fault) {
      return "away";
    } finally {
      clearTimeout(late);
    }
  }

  function words(state) {
    if (state === "gone") {
      return say("登录已过期，没有存上；您填的还在这里。", "Your session has ended and this was not kept; what you typed is still here.");
    }
    if (state === "other") {
      return say("现在登录的是另一个账号，没有存上；您填的还在这里。", "Somebody else is signed in now and this was not kept; what you typed is still here.");
    }
    return say("连接中断，没有存上；您填的还在这里。", "No connection: this was not kept; what you typed is still here.");
  }

  /* The notice stands beside what was not sent, and goes when it was, or when it can be. */
  function notice(near, state, retry = goOn) {
    let shown = near.querySelector(":scope > .unsent");
    if (!shown) {
      shown = document.createElement("p");
      shown.className = "message error unsent";
      shown.setAttribute("role", "alert");
      near.append(shown);
    }
    shown.textContent = words(state) + " ";
    if (state === "away") {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = say("再试", "Try again");
      again.addEventListener("click", retry);
      shown.append(again);
    } else {
      const link = document.createElement("a");
      link.href = body.dataset.signIn;
      link.target = "_blank";
      link.textContent = say("在新标签页登录", "Sign in, in a new tab");
      shown.append(link, " ", say("登录后回到这里，接着办。", "Then come back here and go on."));
    }
  }

  const clear = (near) => near.querySelectorAll(":scope > .unsent").forEach((shown) => shown.remove());

  /* Somebody came back to the page: send what waits, where the same person is signed in. */
  async function goOn() {
    if (!waiting.size) { return; }
    const state = await asked();
    for (const [near, send] of [...waiting]) {
      if (state === "here") {
        waiting.delete(near);
        clear(near);
        send();
      } else {
        notice(near, state);
      }
    }
  }
  window.addEventListener("focus", goOn);
  window.addEventListener("online", goOn);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { goOn(); } });

  /* A form is sent once, after it is known that it can be taken; meanwhile its button says that it works. */
  function busy(form, button) {
    form.dataset.busy = "yes";
    form.setAttribute("aria-busy", "true");
    if (button) {
      button.dataset.words = button.textContent;
      button.textContent = say("正在办理…", "Working…");
      button.setAttribute("aria-disabled", "true");
    }
  }

  /* Tells this page from every other: a form of it is taken once. */
  function keyed(form) {
    if (!form.elements.page_key) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "page_key";
      field.value = key;
      form.append(field);
    }
  }

  function free(form) {
    delete form.dataset.busy;
    delete form.dataset.ready;
    form.removeAttribute("aria-busy");
    form.querySelectorAll("[data-words]").forEach((button) => {
      button.textContent = button.dataset.words;
      delete button.dataset.words;
      button.removeAttribute("aria-disabled");
    });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !user || form.dataset.plain !== undefined) { return; }
    if (form.dataset.ready) { delete form.dataset.ready; return; }
    event.preventDefault();
    if (form.dataset.busy) { return; }
    const button = event.submitter;
    busy(form, button);
    asked().then((state) => {
      if (state === "here") {
        clear(form);
        settled(form).then(() => {
          keyed(form);
          form.dataset.ready = "yes";
          form.requestSubmit(button);
        });
      } else {
        free(form);
        if (!waiting.has(form)) { waiting.set(form, () => {}); }
        notice(form, state, () => form.requestSubmit(button));
      }
    });
  });

  /* What a page keeps field by field is on its way still: sent beside it, the form would find itself overtaken. */
  async function settled(form) {
    for (let looks = 0, free = 0; looks < 200 && free < 2; looks += 1) {
      free = form.querySelector(".htmx-request") ? 0 : free + 1;
      if (free < 2) { await new Promise((resolve) => { setTimeout(resolve, 30); }); }
    }
  }

  /* How much waits, beside the entries of the menu; fetched after the page, which waits for nobody. */
  async function counts() {
    if (!body.dataset.counts) { return; }
    try {
      const answer = await fetch(body.dataset.counts, { cache: "no-store" });
      if (!answer.ok) { return; }
      Object.entries(await answer.json()).forEach(([address, number]) => {
        document.querySelectorAll(`header nav a[href="${CSS.escape(address)}"]`).forEach((link) => {
          const shown = document.createElement("span");
          shown.className = "count";
          shown.textContent = number > 999 ? "999+" : String(number);
          link.append(" ", shown);
        });
      });
    } catch (fault) { /* the page does without */ }
  }
  document.addEventListener("DOMContentLoaded", counts);

  /* Back to a page that was kept in memory: it may be stale, and its forms were sent. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) { window.location.reload(); }
  });

  function placeOf(field) {
    const row = field.closest("tr");
    return (row && row.querySelector(".check")) || field.closest("form") || field.parentElement;
  }

  /* What htmx could not send stays, and is sent again when it can be. */
  function failed(event, state) {
    const asking = event.detail.requestConfig;
    if (!asking || asking.verb !== "post") { return; }
    const from = asking.elt, near = placeOf(from);
    waiting.set(near, () => from.dispatchEvent(new Event("change", { bubbles: true })));
    notice(near, state);
  }
  document.addEventListener("htmx:sendError", (event) => failed(event, "away"));
  document.addEventListener("htmx:timeout", (event) => failed(event, "away"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) { failed(event, "away"); }
  });
  /* Not signed in (401), or signed in anew since (403): an answer for the reader, not a fault of the request. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status !== 401 && status !== 403) { return; }
    event.detail.shouldSwap = event.detail.isError = false;
    asked().then((state) => {
      failed(event, state === "here" ? "away" : state);
      if (state === "here") { goOn(); }
    });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const asking = event.detail.requestConfig;
    if (event.detail.xhr.status !== 200 || !asking || asking.verb !== "post") { return; }
    const near = placeOf(asking.elt);
    if (waiting.delete(near)) { clear(near); }
  });

  /* On paper nothing that is read is folded away; forms and what is fetched when opened stay so. */
  const unfolded = [];
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("main details:not([open])").forEach((one) => {
      if (!one.querySelector("form, button, [hx-get]")) { one.open = true; unfolded.push(one); }
    });
  });
  window.addEventListener("afterprint", () => { unfolded.splice(0).forEach((one) => { one.open = false; }); });
}());
