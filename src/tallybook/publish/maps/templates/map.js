"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (id) => document.getElementById(id);
  const slider = find("slider"), play = find("play"), tallies = document.querySelectorAll("[data-shade]");
  const counties = Object.entries(data.changes).map(([fips, changes]) => [find("c" + fips), changes]);
  let timer = 0, speech = 0;

  function show(step) {
    for (const [path, changes] of counties) {
      let shade = 0;
      for (const [from, to] of changes) {
        if (from > step) break;
        shade = to;
      }
      const name = data.shades[shade];
      if (path.getAttribute("class") !== name) path.setAttribute("class", name);
    }
    const now = data.steps[step];
    find("day").textContent = now.day;
    find("head").textContent = now.head;
    find("remark").textContent = now.remark;
    tallies.forEach((cell) => { cell.textContent = now.counts[cell.dataset.shade].toLocaleString("en-US"); });
    slider.setAttribute("aria-valuetext", now.day);
    clearTimeout(speech);
    if (!timer) speech = setTimeout(() => { find("spoken").textContent = now.day + ": " + now.head; }, 600);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }

  slider.addEventListener("input", () => { stop(); show(+slider.value); });
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (+slider.value >= +slider.max) slider.value = 0;
    play.textContent = "Stop";
    play.setAttribute("aria-pressed", "true");
    timer = setInterval(() => {
      if (+slider.value >= +slider.max) return stop();
      slider.value = +slider.value + 1;
      show(+slider.value);
    }, 160);
  });
  slider.value = slider.getAttribute("value");
  document.querySelector(".controls").hidden = false;
})();
