// Moves the map of a programme through its months. Without this script the form above the map does the same.
"use strict";
(() => {
  const bar = document.querySelector("[data-map]");
  const slider = bar.querySelector("input"), said = bar.querySelector("output");
  const picture = document.querySelector(".map img"), field = document.getElementById("on");
  const first = bar.dataset.first.split("-").map(Number);
  let waiting = 0;

  function dayOf(step) {
    return new Date(Date.UTC(first[0], first[1] + step, 0)).toISOString().slice(0, 10);
  }

  slider.addEventListener("input", () => {
    const day = dayOf(Number(slider.value));
    said.textContent = day;
    slider.setAttribute("aria-valuetext", day);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      field.value = day;
      picture.src = bar.dataset.map + "?on=" + day;
      picture.alt = bar.dataset.alt + " on " + day;
    }, 200);
  });
  bar.hidden = false;
})();
