// What the cards are built of. Every element is made once; then only texts and attributes change.

import { when } from './fleet.js';

export function element(tag, className, text) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
}

export function setText(e, text) {
  if (e.textContent !== text) e.textContent = text;
}

export function setAttribute(e, name, value) {
  if (e.getAttribute(name) !== value) e.setAttribute(name, value);
}

/** A line of a card: a label, something to see, and the same in words. */
export function gauge(label, picture = element('div', 'bar')) {
  const root = element('div', 'gauge');
  const fill = element('i');
  if (picture.classList.contains('bar')) {
    picture.setAttribute('aria-hidden', 'true');
    picture.append(fill);
  }
  const text = element('span', 'reading');
  const value = element('strong', 'value');
  const more = element('span', 'more');
  const word = element('span', 'word');
  text.append(value, more, word);
  root.append(element('span', 'label', label), picture, text);
  return { root, bar: picture, fill, value, more, word };
}

/** Shows a record in a line: its bar in percent, its value, and a word where it is not well. */
export function setGauge(line, record, now, oldAfterMs, percent, level, value, more, word) {
  const old = Boolean(record) && now - when(record) > oldAfterMs;
  line.root.classList.toggle('old', old);
  line.bar.dataset.level = level;
  line.fill.style.width = `${percent ?? 0}%`;
  setText(line.value, value);
  setText(line.more, more);
  setText(line.word, old ? 'old' : word);
  line.word.dataset.level = level;
}
