// The side panel: a card for each drone, and the events. Every card is built once and then only its texts change.

import { STALE_MS, when } from './fleet.js';
import * as f from './format.js';
import { LinkView } from './link.js';
import { tint } from './map.js';
import { element, gauge, setGauge, setText } from './widgets.js';

const MAX_SHOWN_EVENTS = 30;

/** Temperature and state of a transmitter or a receiver. */
function part(record, stateName) {
  const temperature = f.field(record, 'temperature', 0.01);
  const state = stateName(f.field(record, 'state'));
  return [temperature === null ? '' : f.number(temperature, 0, '°C'), state].filter(Boolean).join(' · ') || '–';
}

class Card {
  constructor(name, onSelect) {
    this.root = element('article', 'card');
    this.root.setAttribute('aria-label', name);
    const head = element('div', 'card-head');
    const title = element('h3');
    const button = element('button', '', name);
    button.type = 'button';
    button.title = 'Show on the map';
    button.addEventListener('click', onSelect);
    title.append(button);
    this.state = element('span', 'pill');
    const dot = element('span', 'dot');
    dot.setAttribute('aria-hidden', 'true');
    this.stateWord = element('span', 'word');
    this.state.append(dot, this.stateWord);
    this.seen = element('span', 'seen');
    head.append(title, this.state, this.seen);

    this.battery = gauge('Battery');
    this.link = new LinkView();
    const facts = element('dl', 'facts');
    this.facts = {};
    for (const [key, label] of [
      ['altitude', 'Altitude'], ['speed', 'Speed'], ['heading', 'Heading'], ['gps', 'GPS'],
      ['transmitter', 'Transmitter'], ['receiver', 'Receiver'], ['buffer', 'Buffer'],
    ]) {
      const box = element('div');
      const value = element('dd');
      box.append(element('dt', '', label), value);
      facts.append(box);
      this.facts[key] = { box, value };
    }
    this.notices = element('div');
    this.root.append(head, this.battery.root, this.link.root, facts, this.link.alarms, this.notices);
  }

  update(drone, receiver, index, fleet) {
    const now = fleet.now();
    const state = fleet.stateOf(drone);
    this.root.style.setProperty('--tint', tint(index));
    const age = drone.lastSeen === null ? null : now - drone.lastSeen;
    const stale = age === null || age > STALE_MS;
    this.root.classList.toggle('stale', stale);
    this.state.dataset.state = state;
    setText(this.stateWord, state);
    setText(this.seen, stale && age !== null ? `last seen ${f.age(age)}` : f.age(age));
    this.#battery(drone.latest.power, now);
    this.link.update(drone, receiver, fleet);
    this.#facts(drone, fleet, now);
    this.#notices(drone, receiver, fleet);
  }

  #battery(power, now) {
    const percent = f.field(power, 'remaining');
    const level = percent === null || percent > 35 ? 'good' : percent > 20 ? 'warn' : 'bad';
    const more = [f.number(f.field(power, 'voltage', 0.001), 1, 'V'), f.number(f.field(power, 'current', 0.001), 1, 'A')].join('  ');
    setGauge(this.battery, power, now, 15000, percent, level, f.number(percent, 0, '%'), power ? more : 'not measured yet',
      { good: '', warn: 'low', bad: 'land' }[level]);
  }

  #facts(drone, fleet, now) {
    const { position, system } = drone.latest;
    const relative = f.field(position, 'altitudeRelative', 0.01);
    const heading = f.field(position, 'heading', 0.01);
    const satellites = f.field(position, 'satellites');
    const frames = f.field(system, 'bufferedFrames');
    this.#fact('altitude', position, now, STALE_MS, relative !== null
      ? f.number(relative, 1, 'm')
      : f.number(f.field(position, 'altitudeMsl', 0.01), 1, 'm MSL'));
    this.#fact('speed', position, now, STALE_MS, f.number(f.field(position, 'groundSpeed', 0.01), 1, 'm/s'));
    this.#fact('heading', position, now, STALE_MS, heading === null ? '–' : `${Math.round(heading) % 360}° ${f.compass(heading)}`);
    this.#fact('gps', position, now, STALE_MS, f.fix(f.field(position, 'fixType')) + (satellites === null ? '' : ` · ${satellites}\u00a0sat`));
    const transmitter = fleet.latestOfLink(drone, 'transmitter');
    const receiver = fleet.latestOfLink(drone, 'receiver');
    this.#fact('transmitter', transmitter, now, 120000, part(transmitter, f.transmitterState));
    this.#fact('receiver', receiver, now, 120000, part(receiver, f.receiverState));
    const reconnects = f.field(system, 'reconnects');
    const size = frames === 0 ? 'empty' : frames === null ? '–' : `${frames} · ${f.bytes(f.field(system, 'bufferedBytes'))}`;
    this.#fact('buffer', system, now, 120000, size,
      `Buffer ${size}; connected ${reconnects === null ? 'an unknown number of times' : `anew ${reconnects} times`} since its start`);
  }

  #fact(key, record, now, oldAfterMs, text, title = text) {
    const { box, value } = this.facts[key];
    box.classList.toggle('old', Boolean(record) && now - when(record) > oldAfterMs);
    setText(value, text);
    value.title = title;
  }

  #notices(drone, receiver, fleet) {
    const notices = [];
    for (const device of [drone, receiver].filter(Boolean)) {
      const lost = f.field(device.latest.system, 'overwrittenRecords');
      if (lost > 0) notices.push(['bad', `⚠ ${device.id}: ${lost} records overwritten before they were sent`]);
    }
    if (receiver && fleet.stateOf(receiver) === 'offline' && fleet.stateOf(drone) === 'online') notices.push(['', `${receiver.id} is offline`]);
    const key = JSON.stringify(notices);
    if (this.noticesKey === key) return;
    this.noticesKey = key;
    this.notices.replaceChildren(...notices.map(([level, text]) => element('p', `notice ${level}`, text)));
  }
}

export class Panel {
  #cards = new Map();
  #eventsKey = '';
  onSelect = () => {};

  update(fleet) {
    const drones = fleet.drones;
    const list = document.getElementById('cards');
    for (const [id, card] of this.#cards) {
      if (!drones.some(d => d.id === id)) {
        card.root.remove();
        this.#cards.delete(id);
      }
    }
    drones.forEach((drone, index) => {
      let card = this.#cards.get(drone.id);
      if (!card) {
        card = new Card(drone.id, () => this.onSelect(drone.id));
        this.#cards.set(drone.id, card);
      }
      if (list.children[index] !== card.root) list.insertBefore(card.root, list.children[index] ?? null);
      card.update(drone, fleet.receiverOf(drone), index, fleet);
    });
    document.getElementById('no-drones').hidden = drones.length > 0;
    this.#updateEvents(fleet);
  }

  #updateEvents(fleet) {
    const shown = fleet.events.slice(0, MAX_SHOWN_EVENTS);
    const key = shown.map(r => `${r.deviceId}/${r.bootId}/${r.seq}`).join();
    if (key === this.#eventsKey) return;
    this.#eventsKey = key;
    document.getElementById('no-events').hidden = shown.length > 0;
    document.getElementById('events').replaceChildren(...shown.map(record => {
      const { severity, text } = f.describe(record);
      const item = element('li');
      const at = new Date(when(record));
      const time = element('time', '', at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }));
      time.dateTime = at.toISOString();
      time.title = at.toLocaleString();
      const what = element('span', 'what');
      const level = f.severityLevel(severity);
      // Most of what happens is routine; a badge on every line would hide the one that matters.
      if (level !== 'calm') {
        const badge = element('span', 'severity', f.severity(severity));
        badge.dataset.level = level;
        what.append(badge, ' ');
      }
      what.title = f.severity(severity);
      what.append(element('span', 'who', record.deviceId), ` ${text}`);
      item.append(time, what);
      return item;
    }));
  }
}
