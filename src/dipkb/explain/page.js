
"use strict";
(() => {
  const form = document.forms[0], cards = [...document.querySelectorAll(".event")], all = [...document.querySelectorAll("mark[data-e]")];
  const over = new Map(cards.map((card) => [card.id, []]));
  for (const mark of all) for (const id of mark.dataset.e.split(" ")) over.get(id)?.push(mark);
  let picked = null;

  const light = (card) => {
    for (const mark of document.querySelectorAll("mark.lit")) mark.classList.remove("lit", "own");
    for (const mark of (card && over.get(card.id)) || []) {
      mark.classList.add("lit");
      mark.classList.toggle("own", mark.dataset.own.split(" ").includes(card.id));
    }
  };
  const pick = (card, from) => {
    picked?.classList.remove("picked");
    picked?.querySelector("button").setAttribute("aria-pressed", "false");
    picked = card === picked && from === "card" ? null : card;
    picked?.classList.add("picked");
    picked?.querySelector("button").setAttribute("aria-pressed", "true");
    light(picked);
    if (!picked) return;
    picked.querySelector("details")?.setAttribute("open", "");
    if (from === "text") picked.scrollIntoView({ block: "nearest" });
    else over.get(picked.id).find((mark) => mark.classList.contains("own"))?.scrollIntoView({ block: "center" });
  };
  const filter = () => {
    const types = new Set([...form.querySelectorAll("[name=type]:checked")].map((box) => box.value));
    const least = Number(form.least.value), shown = new Set();
    for (const card of cards) {
      const sure = card.dataset.sure === "" || Number(card.dataset.sure) >= least - 1e-9;
      card.hidden = !(sure && types.has(card.dataset.type));
      if (!card.hidden) shown.add(card.id);
    }
    for (const mark of all) mark.classList.toggle("off", !mark.dataset.own.split(" ").some((id) => shown.has(id)));
    form.shown.value = least.toFixed(2);
    form.querySelector(".count").textContent = `${shown.size} of ${cards.length} events`;
    if (picked?.hidden) pick(null);
  };

  for (const card of cards) {
    card.querySelector("button").addEventListener("click", () => pick(card, "card"));
    card.addEventListener("mouseenter", () => picked || light(card));
    card.addEventListener("mouseleave", () => picked || light(null));
  }
  for (const mark of all) {
    const first = (mark.dataset.own || mark.dataset.e).split(" ").map((id) => document.getElementById(id));
    mark.addEventListener("click", (event) => {
      const card = first.find((one) => one && !one.hidden);
      if (!card || !mark.dataset.own) return;
      event.preventDefault();
      pick(card, "text");
    });
    mark.addEventListener("mouseenter", () => first.forEach((card) => card?.classList.add("near")));
    mark.addEventListener("mouseleave", () => first.forEach((card) => card?.classList.remove("near")));
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("keydown", (event) => event.key === "Escape" && pick(null));
  const follow = () => {
    const card = document.getElementById(location.hash.slice(1));
    if (card?.classList.contains("event") && card !== picked) pick(card, "text");
  };
  addEventListener("hashchange", follow);
  filter();
  follow();
})();
