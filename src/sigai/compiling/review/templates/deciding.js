(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent), words = data.words;
  const content = document.getElementById("content"), findings = document.getElementById("findings");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = text => { document.getElementById("said").textContent = text; };
  const store = `sigai-decisions ${Object.entries(data.documents).flat().join(" ")}`;

  // What may be decided, by id. `home` of a statement is the id of its target; a new target gets the next number.
  const items = new Map();
  const put = (kind, rows) => rows.forEach(row => items.set(row.id, { kind, row }));
  put("target", data.targets); put("statement", data.statements); put("task", data.tasks);
  put("unit", data.units); put("named", data.named); put("left", data.left);
  const byFinding = new Map(data.findings.map(found => [found.id, found]));

  // The state: for each id a choice and what was changed; `homes` of moved statements; `new` targets.
  let state = { choices: {}, changes: {}, homes: {}, made: [], findings: {}, plan: {} };
  const undo = [];
  const home = id => state.homes[id] ?? items.get(id).row.target;
  const members = target => data.statements.filter(row => home(row.id) === target && state.choices[row.id] !== "reject").map(row => row.id);
  const touched = target => state.changes[target] || state.made.includes(target) ||
    data.statements.some(row => home(row.id) !== row.target && (home(row.id) === target || row.target === target));
  const value = (id, field) => state.changes[id]?.[field] ?? items.get(id)?.row[field];
  const decided = id => id in state.choices || Boolean(items.get(id)?.row.decided);
  const wanted = [...items].filter(([, item]) => ["statement", "task", "named", "unit"].includes(item.kind)).map(([id]) => id);
  const questions = data.findings.filter(found => found.asked);
  const known = data.before.units || [], unitDone = name => known.some(unit => unit.name === name || unit.called === name);
  const open = () => wanted.filter(id => !decided(id) && !(items.get(id).kind === "unit" && unitDone(items.get(id).row.name)));
  const openQuestions = () => questions.filter(found => !(found.id in state.findings));

  const change = work => { undo.push(JSON.stringify(state)); work(); keep(); show(); };
  const keep = () => { try { localStorage.setItem(store, JSON.stringify(state)); } catch { /* a browser that keeps nothing */ } };

  // What stands on the page: the cursor goes over cards and rows in the order of the page, or over findings.
  const spot = element => element?.dataset.ids?.split(" ")[0] ?? "";
  const spots = () => all(".card, li.row", content).filter(element => items.has(spot(element)) && !element.hidden && element.offsetParent);
  let cursor = null;
  const stand = element => {
    if (!element) return;
    cursor?.classList.remove("cursor");
    cursor = element;
    cursor.classList.add("cursor");
    const fold = cursor.closest("details");
    if (fold) fold.open = true;
    const box = cursor.getBoundingClientRect(), bar = document.getElementById("tools").getBoundingClientRect();
    if (box.top < bar.bottom || box.bottom > innerHeight) cursor.scrollIntoView({ block: "center" });
    if (content.contains(cursor)) (cursor.matches("section.target") ? cursor.querySelector("h3") : cursor).click();
  };
  const step = by => {
    const list = content.contains(cursor) || !cursor ? spots() : all("#findings li[id]");
    const at = list.indexOf(cursor);
    stand(list[Math.min(Math.max(at + by, 0), list.length - 1)]);
  };
  const nextOf = (list, from) => list.find(element => !from || from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) ?? list[0];

  const rowOf = id => content.querySelector(`li.row[data-ids="${id}"], section[data-ids="${id}"]`);
  const show = () => {
    data.statements.forEach(row => {
      const list = content.querySelector(`section.target[data-ids="${home(row.id)}"] ul`), element = rowOf(row.id);
      if (element.parentElement !== list) list.append(element);
      const what = element.querySelector(".what");
      what.querySelector(".changed")?.remove();
      const changes = state.changes[row.id];
      if (changes) {
        const note = document.createElement("span");
        note.className = "changed";
        note.textContent = Object.entries(changes).map(([field, to]) => `${words[`field-${field}`] ?? field}: ${words[`kind-${to}`] ?? to}`).join("；");
        what.append(note);
      }
    });
    all("section.target", content).forEach(card => {
      const id = spot(card);
      card.querySelector(".called").textContent = value(id, "name");
      card.querySelector(".owner").textContent = (value(id, "owners") || []).join("、") || words.nobody;
      card.classList.toggle("empty-card", !card.querySelector("li.row"));
    });
    [...items.keys()].forEach(id => {
      const element = rowOf(id);
      if (!element) return;
      element.classList.toggle("accepted", state.choices[id] ? state.choices[id] !== "reject" : decided(id));
      element.classList.toggle("rejected", state.choices[id] === "reject");
      const name = element.querySelector(".called");
      const called = value(id, "called") ?? value(id, "title");
      if (name && called !== undefined && items.get(id).kind !== "target") name.textContent = called;
    });
    all("#findings li[id]").forEach(element => {
      const answer = state.findings[element.id.slice(2)];
      element.classList.toggle("accepted", Boolean(answer));
      all("ul.sides li", element).forEach((side, at) => side.classList.toggle("holds", Boolean(answer) && (answer.side === 0 || answer.side === at + 1)));
    });
    document.getElementById("open").textContent = `${words.undecided} ${open().length + openQuestions().length}`;
  };

  // Dialogs: fields of one kind of thing, or a reason.
  const dialog = document.getElementById("form");
  const fieldsOf = {
    target: ["name", "owners", "supporting"], task: ["title", "owners", "supporting"], unit: ["called"], named: ["called", "kind"],
    statement: ["indicator", "kind", "comparator", "value", "unit", "period_start", "period_end", "base_year", "direction", "scope"],
    plan: ["title", "start", "end", "area_code", "area_name", "office"], reason: ["reason", "by"],
  };
  fieldsOf.left = fieldsOf.statement;
  const numbers = new Set(["value", "period_start", "period_end", "base_year", "start", "end"]), lists = new Set(["owners", "supporting"]);
  const control = (kind, field, now) => {
    const choices = data.options[kind === "named" && field === "kind" ? "named" : field];
    const element = document.createElement(choices ? "select" : "input");
    (choices || []).forEach(one => element.add(new Option(words[`kind-${one}`] ?? words[one] ?? one, one)));
    element.name = field;
    element.value = lists.has(field) ? (now || []).join("、") : now ?? "";
    if (numbers.has(field)) { element.type = "number"; element.step = "any"; }
    return element;
  };
  const ask = (kind, now) => new Promise(done => {
    const form = dialog.querySelector("form"), holder = form.querySelector(".fields");
    holder.replaceChildren(...fieldsOf[kind].map(field => {
      const label = document.createElement("label");
      label.append(words[`field-${field}`] ?? words[field], control(kind, field, now[field]));
      return label;
    }));
    // on submission, not on the dialog's closing, which comes later: the next key may be faster
    form.onsubmit = event => {
      if (event.submitter?.value === "cancel") { done(null); return; }
      done(Object.fromEntries(all("[name]", holder).map(element => {
        const text = element.value.trim();
        if (lists.has(element.name)) return [element.name, text.split(/[、,，;；]/).map(one => one.trim()).filter(Boolean)];
        if (numbers.has(element.name)) return [element.name, text === "" ? null : Number(text)];
        return [element.name, text];
      })));
    };
    dialog.oncancel = () => done(null);
    dialog.showModal();
    holder.querySelector("[name]").focus();
  });
  const differing = (now, given) => Object.fromEntries(Object.entries(given).filter(([field, to]) =>
    to !== null && JSON.stringify(to) !== JSON.stringify(now[field] ?? (lists.has(field) ? [] : "")) && !(to === "" && now[field] == null)));

  const edit = async () => {
    const id = spot(cursor), item = items.get(id);
    if (!item) { say(words["not-here"]); return; }
    const now = { called: item.row.name, ...item.row, ...state.changes[id] };
    if (item.kind === "left") Object.assign(now, { kind: "level", comparator: ">=", direction: "up", period_end: data.plan.end, ...state.changes[id] });
    const given = await ask(item.kind, now);
    if (!given) return;
    if (item.kind === "left" && (!given.indicator || given.value === null || given.period_end === null)) { say(words.needed); return; }
    change(() => {
      const changes = item.kind === "left" ? given : { ...state.changes[id], ...differing(now, given) };
      if (Object.keys(changes).length) state.changes[id] = changes;
      if (item.kind === "target") members(id).forEach(one => { state.choices[one] = "accept"; });
      else state.choices[id] = item.kind === "left" ? "add" : "accept";
    });
  };
  const choose = choice => {
    const id = spot(cursor), item = items.get(id);
    if (!item || item.kind === "left") { say(words["not-here"]); return; }
    const ids = item.kind === "target" ? data.statements.filter(row => home(row.id) === id).map(row => row.id) : [id];
    change(() => ids.forEach(one => { state.choices[one] = choice; }));
    stand(nextOf(spots().filter(element => !decided(spot(element)) && items.get(spot(element))?.kind !== "target"), cursor));
  };
  let picked = null;
  const pick = () => {
    const id = spot(cursor), item = items.get(id);
    if (!["target", "statement"].includes(item?.kind)) { say(words["not-here"]); return; }
    if (picked === null) { picked = id; rowOf(id).classList.add("picked"); say(words.picked); return; }
    const into = item.kind === "target" ? id : home(id), moved = items.get(picked).kind === "target" ? members(picked) : [picked];
    rowOf(picked).classList.remove("picked");
    picked = null;
    say("");
    change(() => [...moved, ...members(into)].forEach(one => { state.homes[one] = into; state.choices[one] = "accept"; }));
  };
  const drop = () => { if (picked !== null) rowOf(picked).classList.remove("picked"); picked = null; say(""); };
  const addCard = id => {
    const row = { id, name: value(id.slice(4), "indicator"), owners: [], supporting: [] };
    items.set(id, { kind: "target", row });
    const card = content.querySelector("section.target").cloneNode(true);
    card.dataset.ids = id;
    card.classList.remove("cursor", "on", "picked");
    card.querySelector(".id").textContent = "+";
    card.querySelector(".chips")?.remove();
    card.querySelector("ul").replaceChildren();
    content.querySelector(`section.target[data-ids="${items.get(id.slice(4)).row.target}"]`).after(card);
  };
  const split = () => {
    const id = spot(cursor);
    if (items.get(id)?.kind !== "statement" || members(home(id)).length < 2) { say(words["not-here"]); return; }
    const made = `new-${id}`;
    if (!items.has(made)) addCard(made);
    change(() => { if (!state.made.includes(made)) state.made.push(made); state.homes[id] = made; state.choices[id] = "accept"; });
  };
  const acceptSure = () => {
    const doubted = new Set(openQuestions().flatMap(found => found.statements));
    const sure = open().filter(id => (items.get(id).row.sure ?? 1) >= 0.9 && !doubted.has(id));
    if (sure.length && confirm(`${words["all-sure"]} ${sure.length}`)) change(() => sure.forEach(id => { state.choices[id] = "accept"; }));
  };
  const settle = async side => {
    const found = byFinding.get(cursor?.id?.slice(2));
    if (!found?.asked || side > found.statements.length) { say(words["not-here"]); return; }
    const given = await ask("reason", { by: state.by, ...state.findings[found.id] });
    if (!given) return;
    if (!given.reason || !given.by) { say(words["reason-needed"]); return; }
    const now = new Date(), on = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, "0")).join("-");
    change(() => { state.by = given.by; state.findings[found.id] = { side, on, ...given }; });
  };
  const plan = async () => {
    const given = await ask("plan", { ...data.plan, ...data.before.plan, ...state.plan });
    if (given) change(() => { state.plan = { ...state.plan, ...differing(data.plan, given) }; });
  };

  // The file: what was decided before, with what was decided here in its place.
  const keyOf = target => { const { span, order } = items.get(members(target)[0]).row.at; return `at-${span[0]}-${order}`; };
  const samePlace = (one, other) => one.document === other.document && String(one.span) === String(other.span) && (one.order ?? 1) === (other.order ?? 1);
  const file = () => {
    const before = data.before, mine = { statements: [], targets: [], tasks: [], units: [], named: [], findings: [] };
    data.statements.forEach(row => {
      const old = (before.statements || []).find(one => one.decision !== "reject" && samePlace(one.at, row.at));
      const moved = state.choices[row.id] !== "reject" && touched(home(row.id)), target = moved ? keyOf(home(row.id)) : old?.target ?? "";
      const choice = state.choices[row.id] ?? (moved ? "accept" : null);
      if (choice === null) return;
      const { at: _at, decision: _decision, target: _target, ...kept } = old ?? {};
      mine.statements.push({ at: row.at, decision: old?.decision === "add" && choice === "accept" ? "add" : choice, ...(target && choice !== "reject" ? { target } : {}), ...kept, ...state.changes[row.id] });
    });
    data.left.filter(row => state.choices[row.id] === "add").forEach(row => {
      mine.statements.push({ at: row.at, decision: "add", ...state.changes[row.id] });
    });
    [...data.targets.map(row => row.id), ...state.made].filter(id => touched(id) && members(id).length).forEach(id => {
      const { owners, supporting } = state.changes[id] ?? {};
      mine.targets.push({ key: keyOf(id), name: value(id, "name"), ...(owners ? { owners } : {}), ...(supporting ? { supporting } : {}) });
    });
    data.tasks.filter(row => state.choices[row.id]).forEach(row => mine.tasks.push({ at: row.at, decision: state.choices[row.id], ...state.changes[row.id] }));
    ["units", "named"].forEach(kind => data[kind].filter(row => state.choices[row.id]).forEach(row => {
      mine[kind].push({ name: row.name, decision: state.choices[row.id], ...state.changes[row.id] });
    }));
    Object.entries(state.findings).forEach(([id, answer]) => {
      const found = byFinding.get(id), places = found.statements.map(one => items.get(one).row.at);
      mine.findings.push({ about: found.about, statements: places, adopted: answer.side ? [places[answer.side - 1]] : [],
        reason: answer.reason, decided_by: answer.by, decided_on: answer.on });
    });
    const overridden = {
      statements: (one, other) => samePlace(one.at, other.at), tasks: (one, other) => samePlace(one.at, other.at),
      targets: (one, other) => one.key === other.key, units: (one, other) => one.name === other.name || one.called === other.name,
      named: (one, other) => one.name === other.name || one.called === other.name,
      findings: (one, other) => one.about === other.about && one.statements.every((at, number) => other.statements[number] && samePlace(at, other.statements[number])),
    };
    const joined = Object.fromEntries(Object.entries(mine).map(([kind, rows]) => {
      const kept = (before[kind] || []).filter(one => !rows.some(other => overridden[kind](one, other)));
      const renamed = rows.map(row => {
        const old = ["units", "named"].includes(kind) && (before[kind] || []).find(one => one.called && one.called === row.name);
        return old ? { ...row, name: old.name, called: row.called ?? old.called } : row;
      });
      return [kind, [...kept, ...renamed]];
    }));
    return { documents: data.documents, plan: { ...before.plan, ...state.plan }, ...joined };
  };
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(file(), null, 1)}\n`], { type: "application/json" }));
    link.download = "decisions.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const load = async chosen => {
    let given;
    try { given = JSON.parse(await chosen.text()); } catch { say(words.unread); return; }
    if (JSON.stringify(given.documents) !== JSON.stringify(data.documents)) { say(words["other-plan"]); return; }
    change(() => {
      const keys = new Map();
      (given.statements || []).forEach(one => {
        const row = [...data.statements, ...data.left].find(other => samePlace(other.at, one.at));
        if (!row) return;
        const { at: _at, decision, target, ...changes } = one;
        state.choices[row.id] = decision;
        if (Object.keys(changes).length) state.changes[row.id] = changes;
        if (target && items.get(row.id).kind === "statement") {
          if (!keys.has(target)) {
            const made = `new-${row.id}`, taken = [...keys.values()].includes(row.target);
            if (taken && !items.has(made)) addCard(made);
            if (taken && !state.made.includes(made)) state.made.push(made);
            keys.set(target, taken ? made : row.target);
          }
          state.homes[row.id] = keys.get(target);
        }
      });
      (given.targets || []).forEach(({ key, ...changes }) => { if (keys.has(key)) state.changes[keys.get(key)] = changes; });
      (given.tasks || []).forEach(({ at, decision, ...changes }) => {
        const row = data.tasks.find(other => samePlace(other.at, at));
        if (row) { state.choices[row.id] = decision; if (Object.keys(changes).length) state.changes[row.id] = changes; }
      });
      ["units", "named"].forEach(kind => (given[kind] || []).forEach(({ name, decision, ...changes }) => {
        const row = data[kind].find(other => other.name === name);
        if (row) { state.choices[row.id] = decision; if (Object.keys(changes).length) state.changes[row.id] = changes; }
      }));
      (given.findings || []).forEach(one => {
        const found = data.findings.find(other => other.about === one.about && other.statements.length === one.statements.length &&
          other.statements.every((id, at) => items.has(id) && samePlace(items.get(id).row.at, one.statements[at])));
        if (found) state.findings[found.id] = { side: one.adopted?.length ? one.statements.findIndex(at => samePlace(at, one.adopted[0])) + 1 : 0, reason: one.reason, by: one.decided_by, on: one.decided_on };
      });
      state.plan = { ...state.plan, ...given.plan };
    });
  };

  const keys = {
    j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
    n: () => stand(nextOf(spots().filter(element => open().includes(spot(element))), cursor)),
    f: () => stand(nextOf(all("#findings li[id]").filter(element => openQuestions().some(found => element.id === `f-${found.id}`)), cursor)),
    a: () => choose("accept"), x: () => choose("reject"), e: edit, m: pick, s: split, A: acceptSure, w: save, p: plan, Escape: drop,
    u: () => { if (undo.length) { state = JSON.parse(undo.pop()); keep(); show(); } },
  };
  document.addEventListener("keydown", event => {
    // the focus stays for a moment in a dialog that is closed already
    const typing = event.target.matches("input, select, textarea") && !dialog.contains(event.target);
    if (dialog.open || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const work = keys[event.key] ?? (/^[0-9]$/.test(event.key) && !content.contains(cursor) ? () => settle(Number(event.key)) : null);
    if (work) { event.preventDefault(); event.stopPropagation(); work(); }
  }, true);
  content.addEventListener("click", event => {
    const element = event.target.closest("li.row, .card");
    if (element && event.isTrusted && element !== cursor) { cursor?.classList.remove("cursor"); cursor = element; cursor.classList.add("cursor"); }
  });
  findings.addEventListener("click", event => {
    const element = event.target.closest("li[id]");
    if (element && event.isTrusted) { cursor?.classList.remove("cursor"); cursor = element; cursor.classList.add("cursor"); }
  });
  all("[data-key]").forEach(button => button.addEventListener("click", () => { keys[button.dataset.key](); button.blur(); }));
  document.getElementById("load").addEventListener("change", event => { if (event.target.files[0]) load(event.target.files[0]); event.target.value = ""; });
  try {
    const kept = JSON.parse(localStorage.getItem(store));
    if (kept) { kept.made.filter(id => items.has(id.slice(4))).forEach(addCard); state = kept; }
  } catch { /* nothing was kept */ }
  show();
})();
