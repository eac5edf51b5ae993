/* Sliders over what was recorded of labs: each element .recorded has its data, and gets controls, a plot,
   words and a table. tests/recordings.py writes the data. Without this script, nothing is seen of them. */
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const HEIGHT = 300, LEFT = 58, RIGHT = 12, TOP = 10, BOTTOM = 42; // px
  const WIDEST = 620, NARROWEST = 280;

  const make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const draw = (parent, name, attributes, text = "") => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return parent.appendChild(element);
  };
  // As helpers/wording/words.py writes a ratio.
  const times = value =>
    0.1 <= value && value < 100 ? value.toFixed(2) : String(Number(value.toPrecision(2)));
  const within = ([value, low, high]) =>
    low === null ? times(value) : `${times(value)} (${times(low)} to ${times(high)})`;
  const inFractions = value => (0 < value && value < 1 ? `1/${1 / value}` : String(value));
  const count = n => Array.from({ length: n }, (_, i) => i + 1);

  /* Where things stand: from numbers of workers and speedups to pixels, and the marks of both axes. */
  function scales(data, width) {
    const points = data.points.y.flat(2).filter(value => value !== null);
    const most = Math.max(...data.points.x, ...data.lines.flatMap(line => line.x));
    const lowest = Math.min(...points), doubles = data.doubles;
    const [x0, x1] = doubles ? [0.9, most * 1.15] : [0.7, most + 0.45];
    const [y0, y1] = doubles ? [Math.min(0.25, 0.8 * lowest), most * 1.25] : [0, most + 0.5];
    const on = doubles ? Math.log2 : value => value;
    const place = (value, from, to, start, end) => {
      const part = (on(value) - on(from)) / (on(to) - on(from));
      return start + Math.min(1, Math.max(0, part)) * (end - start);
    };
    const every = Math.ceil(most / 16);
    const doubling = (from, to) => {
      const marks = [];
      for (let value = 2 ** Math.ceil(Math.log2(from)); value <= to; value *= 2) marks.push(value);
      return marks.filter((_, i) => i % Math.ceil(marks.length / 10) === 0);
    };
    const even = count(most).filter(value => value % every === 0);
    return {
      x: value => place(value, x0, x1, LEFT, width - RIGHT),
      y: value => place(value, y0, y1, HEIGHT - BOTTOM, TOP),
      xMarks: doubles ? doubling(1, most) : even,
      yMarks: doubles ? doubling(y0, y1) : [0, ...even],
    };
  }

  class Recorded {
    constructor(element, number) {
      this.element = element;
      this.data = JSON.parse(element.querySelector("script").textContent);
      this.at = this.data.sliders.map(slider => slider.at);
      this.hasWorkers = this.data.sliders[0].name === "workers";
      this.isShown = !this.hasWorkers; // a law is no measurement that could be predicted
      this.predicted = null;
      this.id = `recorded-${number}`;
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", `Recorded: ${this.data.title}`);
      const title = make("strong", {}, `${this.data.title}.`);
      element.append(make("p", {}, title, ` ${this.data.caption}`), this.controls());
      this.plot = element.appendChild(make("div", { class: "recorded-plot" }));
      element.append(this.legend());
      this.words = element.appendChild(make("p", { role: "status" }));
      const numbers = make("summary", {}, "The numbers");
      this.table = make("div", { class: "recorded-table" });
      this.numbers = element.appendChild(make("details", {}, numbers, this.table));
      new ResizeObserver(() => this.drawPlot()).observe(this.plot);
      this.show();
    }

    controls() {
      const box = make("div", { class: "recorded-controls" });
      this.data.sliders.forEach((slider, i) => box.append(...this.control(slider, i)));
      if (!this.hasWorkers) return box;
      const id = `${this.id}-prediction`;
      this.guess = make("input", { type: "number", id, min: 0, step: "any" });
      this.button = make("button", { type: "button" });
      this.button.addEventListener("click", () => this.turn());
      this.guess.addEventListener("keydown", event => event.key === "Enter" && this.turn());
      const label = make("label", { for: id }, "your prediction (times)");
      box.append(label, this.guess, this.button);
      return box;
    }

    control(slider, i) {
      const id = `${this.id}-${i}`, told = j => `${slider.values[j]} ${slider.unit}`.trim();
      const label = make("label", { for: id }, slider.name);
      // The slider says its value already: read out again, it would be heard twice.
      const output = make("output", { for: id, "aria-live": "off" });
      const input = make("input", {
        type: "range", id, min: 0, max: slider.values.length - 1, step: 1, value: slider.at,
      });
      const tell = () => {
        output.textContent = told(input.value);
        input.setAttribute("aria-valuetext", told(input.value)); // and not its place among the values
      };
      tell();
      input.addEventListener("input", () => {
        this.at[i] = Number(input.value);
        tell();
        this.show();
      });
      return [label, input, output];
    }

    turn() {
      this.isShown = !this.isShown;
      const guess = this.guess.valueAsNumber;
      if (this.isShown) this.predicted = guess >= 0 ? { at: String(this.at), guess } : null;
      else this.guess.value = "";
      this.show();
    }

    /* The place of the settings in the lists of the data: the last slider moves fastest. */
    get place() {
      return this.data.sliders.reduce(
        (place, slider, i) =>
          slider.name === "workers" ? place : place * slider.values.length + this.at[i], 0);
    }

    get n() {
      return this.hasWorkers ? this.at[0] + 1 : this.data.points.x.length;
    }

    get points() {
      return this.isShown ? this.data.points.y[this.place].slice(0, this.n) : [];
    }

    get guessed() {
      return this.isShown && this.predicted?.at === String(this.at) ? this.predicted.guess : null;
    }

    show() {
      if (this.button) {
        this.button.textContent = this.isShown ? "Hide" : "Show";
        this.guess.readOnly = this.isShown; // disabled, it would lose the focus
      }
      this.words.textContent = this.told();
      this.numbers.hidden = !this.isShown;
      this.table.replaceChildren(this.numbersTable());
      this.drawPlot();
    }

    told() {
      if (!this.isShown)
        return "Type a prediction for these settings, if you like, and press Show. Hide lets you predict again.";
      const words = this.data.told[this.place][this.hasWorkers ? this.at[0] : 0];
      if (this.guessed === null) return words;
      const [value, low, high] = this.points.at(-1);
      const told = `You predicted ${times(this.guessed)}`;
      if (low === null) return `${told}; measured was ${times(value)}. ${words}`;
      if (this.guessed < low) return `${told}: less than was measured. ${words}`;
      return `${told}: ${this.guessed > high ? "more than was measured" : "within the interval"}. ${words}`;
    }

    drawPlot() {
      const width = Math.min(WIDEST, Math.max(NARROWEST, this.plot.clientWidth));
      const { data, points } = this, to = scales(data, width);
      const shown = points.map((point, i) => `${data.points.x[i]}: ${within(point)}`).join(", ");
      const label = `A plot of speedup by number of workers. ${shown ? `Measured: ${shown}.` : ""}`;
      const svg = document.createElementNS(SVG, "svg");
      const size = { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` };
      for (const [key, value] of Object.entries({ ...size, role: "img", "aria-label": label.trim() }))
        svg.setAttribute(key, value);
      const line = (x1, y1, x2, y2, name) => draw(svg, "line", { x1, y1, x2, y2, class: name });
      const left = LEFT, right = width - RIGHT, bottom = HEIGHT - BOTTOM;
      for (const x of to.xMarks) {
        line(to.x(x), TOP, to.x(x), bottom, "grid");
        draw(svg, "text", { x: to.x(x), y: bottom + 17, "text-anchor": "middle" }, x);
      }
      for (const y of to.yMarks) {
        line(left, to.y(y), right, to.y(y), "grid");
        draw(svg, "text", { x: left - 7, y: to.y(y) + 4, "text-anchor": "end" }, inFractions(y));
      }
      const middle = (TOP + bottom) / 2;
      draw(svg, "text", { x: (left + right) / 2, y: HEIGHT - 6, "text-anchor": "middle" }, "workers");
      const turned = `rotate(-90 14 ${middle})`;
      draw(svg, "text", { x: 14, y: middle, "text-anchor": "middle", transform: turned }, "speedup (times)");
      line(left, to.y(1), right, to.y(1), "loop");
      const path = (x, y, name) =>
        draw(svg, "polyline", {
          points: x.map((n, i) => `${to.x(n)},${to.y(y[i])}`).join(" "), class: name,
        });
      for (const each of data.lines) path(each.x, each.y[this.place], each.kind);
      const xs = data.points.x.slice(0, points.length);
      path(xs, points.map(([value]) => value), "measured");
      points.forEach(([value, low, high], i) => {
        const x = to.x(xs[i]), isLast = this.hasWorkers && i === points.length - 1;
        if (low !== null) line(x, to.y(low), x, to.y(high), "interval");
        draw(svg, "circle", { cx: x, cy: to.y(value), r: isLast ? 6 : 4, class: "measured" });
      });
      if (this.guessed !== null) {
        const x = to.x(xs.at(-1)), y = to.y(this.guessed || Number.MIN_VALUE);
        draw(svg, "path", { d: `M${x} ${y - 8}l8 8l-8 8l-8-8z`, class: "predicted" });
      }
      this.plot.replaceChildren(svg);
    }

    legend() {
      const entries = [["measured", "measured, with its interval"]];
      entries.push(...this.data.lines.map(line => [line.kind, line.name]));
      entries.push(["loop", "as fast as the loop"]);
      if (this.hasWorkers) entries.push(["predicted", "your prediction"]);
      const list = make("ul", { class: "recorded-legend" });
      for (const [kind, name] of entries) {
        const svg = document.createElementNS(SVG, "svg");
        for (const [key, value] of [["width", 28], ["height", 14], ["aria-hidden", true]])
          svg.setAttribute(key, value);
        if (kind === "predicted") draw(svg, "path", { d: "M14 1l6 6l-6 6l-6-6z", class: kind });
        else draw(svg, "line", { x1: 1, y1: 7, x2: 27, y2: 7, class: kind });
        if (kind === "measured") {
          draw(svg, "line", { x1: 14, y1: 0, x2: 14, y2: 14, class: "interval" });
          draw(svg, "circle", { cx: 14, cy: 7, r: 4, class: kind });
        }
        list.append(make("li", {}, svg, ` ${name}`));
      }
      return list;
    }

    numbersTable() {
      const { data, points } = this, lines = data.lines;
      const measured = new Map(points.map((point, i) => [data.points.x[i], point]));
      const known = lines.map(line => new Map(line.x.map((n, i) => [n, line.y[this.place][i]])));
      const all = this.hasWorkers ? [...measured.keys()] : lines[0].x;
      const head = ["workers", "measured", ...lines.map(line => line.name)];
      const body = all.map(n => [
        n, measured.has(n) ? within(measured.get(n)) : "", ...known.map(y => times(y.get(n))),
      ]);
      const row = (cells, first, rest) =>
        make("tr", {}, ...cells.map((text, i) =>
          make(i ? rest : "th", i && rest === "td" ? {} : { scope: first }, String(text))));
      const rows = body.map(cells => row(cells, "row", "td"));
      return make("table", {},
        make("caption", {}, "Speedup by number of workers, at these settings"),
        make("thead", {}, row(head, "col", "th")), make("tbody", {}, ...rows));
    }
  }

  document.querySelectorAll(".recorded:not(.is-shown)").forEach((element, number) => {
    element.classList.add("is-shown");
    new Recorded(element, number);
  });
})();
