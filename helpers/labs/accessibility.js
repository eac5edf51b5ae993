// What a page adds to labs: names, announcements, keys, and a focus that is not lost.
//
// A function of the facts that it needs: of Jupyter, `noShortcuts` is the attribute of the element with the
// focus that keeps keys from being shortcuts, and `cell` selects a cell; of ours, `refusedBox` is the class of
// a box in which something was typed that will not do. accessibility.py sends it, and leaves out lines that
// are comments.
(noShortcuts, cell, refusedBox) => {
  if (window.labsAreAccessible) return;  // it comes with each lab
  window.labsAreAccessible = true;
  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  let nLinesNamed = 0;
  const folds = new WeakSet();  // those that were seen
  const mend = () => {
    // Of ipywidgets 8.1, a slider's handle has no name, and says the position of a size, not the size.
    for (const slider of document.querySelectorAll(".lab .widget-slider")) {
      const handle = slider.querySelector(".noUi-handle");
      if (!handle) continue;
      set(handle, "aria-label", slider.querySelector(".widget-label").textContent);
      const number = slider.parentElement.querySelector(".lab-number input");
      const isNone = number?.placeholder && !number.value;  // nothing is chosen yet, wherever it stands
      const readout = slider.querySelector(".widget-readout").textContent;
      set(handle, "aria-valuetext", isNone ? number.placeholder : readout);
    }
    // The label of what has no tooltip has "null" for one.
    for (const label of document.querySelectorAll(".lab .widget-label[title=null]"))
      label.removeAttribute("title");
    // A fold that is written anew would close.
    for (const fold of document.querySelectorAll(".lab .jupyter-widgets details")) {
      if (!folds.has(fold)) fold.open ||= fold.closest(".jupyter-widgets").wasOpened === true;
      folds.add(fold);
    }
    for (const bar of document.querySelectorAll(".lab .progress")) {
      set(bar, "role", "progressbar");
      set(bar, "aria-label", "measured");
      set(bar, "aria-valuenow", String(parseInt(bar.firstElementChild?.style.width || 0)));
    }
    // An icon is a letter that no font of a voice has.
    for (const icon of document.querySelectorAll(".lab button > i"))
      set(icon, "aria-hidden", "true");
    // Which of some choices was taken, only a colour and an icon say.
    for (const choice of document.querySelectorAll(".lab .lab-choice"))
      set(choice, "aria-pressed", String(choice.querySelector("i") !== null));
    // A box with what will not do says so, and where that is told.
    for (const input of document.querySelectorAll(".lab .widget-text input")) {
      const isRefused = input.closest(`.${refusedBox}`) !== null;
      if (isRefused || input.ariaInvalid) set(input, "aria-invalid", String(isRefused));
      const line = input.closest(".lab").querySelector(".lab-announced");
      if (isRefused) set(input, "aria-describedby", line.id ||= `lab-said-${++nLinesNamed}`);
      else input.removeAttribute("aria-describedby");
    }
    // Keys scroll what can have the focus; where all is to be seen, there is nothing to do for them.
    for (const picture of document.querySelectorAll(".lab .lab-scrolled")) {
      const scrolls = picture.scrollWidth > picture.clientWidth;
      const named = {tabindex: "0", role: "group", "aria-label": "picture"};
      for (const [name, value] of Object.entries(named))
        if (scrolls) set(picture, name, value);
        else picture.removeAttribute(name);
    }
  };
  // What a screen reader is to read out when it changes has to stay the same element. How it is read has to
  // stand there before it is, and so this does not wait for a frame.
  const announce = () => {
    for (const line of document.querySelectorAll(".lab-announced")) {
      const isAlarm = line.querySelector(".lab-alarm") !== null;
      const isNews = line.querySelector(".lab-no-news") === null;
      set(line, "role", isAlarm ? "alert" : "status");
      set(line, "aria-live", !isNews ? "off" : isAlarm ? "assertive" : "polite");
    }
  };
  let isDue = false;  // a page changes many times for each frame that is seen
  const mendSoon = () => {
    announce();
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => { isDue = false; mend(); });
  };
  new MutationObserver(mendSoon).observe(document.body, {
    childList: true, subtree: true, attributeFilter: ["aria-valuenow", "title", "class"],
  });
  window.addEventListener("resize", mendSoon);
  announce();
  mend();

  window.addEventListener("toggle", ({target}) => {
    const box = target.closest(".lab .jupyter-widgets");
    if (box) box.wasOpened = target.open;
  }, true);

  const textBefore = new WeakMap();  // of boxes in which somebody types
  window.addEventListener("beforeinput", ({target}) => {
    if (target.matches?.(".lab input") && !textBefore.has(target))
      textBefore.set(target, target.value);
  }, true);
  window.addEventListener("change", ({target}) => textBefore.delete(target), true);

  // A run may end as somebody presses Stop: that key is not meant for Run, to which the focus goes then.
  const meantAfterMs = 1000;
  let movedTo = null, movedAt = -Infinity;  // where and when the focus was, by this script

  // Keys without Ctrl, Alt or Meta belong to the control: JupyterLab takes M, A, B and D for the cell, and
  // Notebook 7 the arrows; but what runs a cell or saves goes on. Escape leaves the control for its cell, and
  // takes back what is typed in it and not yet sent.
  window.addEventListener("keydown", event => {
    const control = event.target.closest?.(".lab *, .lab-scrolled");
    if (!control) return;
    const goesOn = event.ctrlKey || event.altKey || event.metaKey
      || (event.shiftKey && event.key === "Enter") || ["Escape", "Tab"].includes(event.key);
    control.toggleAttribute(noShortcuts, !goesOn);
    if (event.key === "Escape") {
      if (textBefore.has(control)) control.value = textBefore.get(control);
      textBefore.delete(control);
      control.closest(cell)?.focus();
    }
    const isLate = event.repeat
      || (control === movedTo && event.timeStamp - movedAt < meantAfterMs);
    if (isLate && !goesOn && ["Enter", " "].includes(event.key) && control.matches("button"))
      event.preventDefault();
  }, true);
  const canHaveFocus = each => !each.disabled && each.checkVisibility({visibilityProperty: true});

  // A browser leaves the focus to nothing when what has it is disabled, hidden or written anew: it goes to
  // what has come in its place, or to the control before it.
  window.addEventListener("focusout", ({target, relatedTarget}) => {
    const lab = target.closest?.(".lab");
    if (relatedTarget) movedTo = null;
    if (!lab || relatedTarget) return;
    const box = target.closest(".jupyter-widgets");
    requestAnimationFrame(() => {
      const isLost = document.activeElement === document.body && lab.isConnected;
      if (!isLost || (target.isConnected && canHaveFocus(target))) return;
      const place = target.isConnected ? target : box;
      const before = [...lab.querySelectorAll("button, input, select, summary, a, .noUi-handle")].filter(
        each => canHaveFocus(each)
          && place.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING
      );
      const again = target.isConnected ? null : box.querySelector(target.localName);
      [movedTo, movedAt] = [again ?? before.at(-1), performance.now()];
      movedTo?.focus({preventScroll: true});
    });
  });
}
