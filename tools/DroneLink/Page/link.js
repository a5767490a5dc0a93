// The video link on a card: power, health with its last minutes, and what is wrong. What is wrong is the ground station's word.

import { HEALTH_MS, STALE_MS } from './fleet.js';
import * as f from './format.js';
import { element, gauge, setAttribute, setGauge, setText } from './widgets.js';

const SVG = 'http://www.w3.org/2000/svg';
const BREAK_MS = 15000;          // a longer silence is a gap in the line
const GOOD_HEALTH = 50;
const POOR_HEALTH = 35;
const LEVELS = { good: 'good', degraded: 'warn', lost: 'bad', unknown: 'none' };

// From where a picture is gone for certain to where a receiver is overdriven, dBm. The tick stands at the firmware's default threshold: a record
// does not tell which one its device is set to.
const MIN_DBM = -95;
const MAX_DBM = -30;
const THRESHOLD_DBM = -85;

// Reasons of the ground station, and flags of a record, for which there is no health to speak of.
const REASONS = {
  noReading: 'none yet', old: 'reading old', receiverOff: 'receiver off', receiverCut: 'receiver hot', noSample: 'no sample',
  notInSpiMode: 'receiver mute', tuneFailed: 'not tuned', saturated: 'saturated', noSignal: 'no signal', noHealth: 'not told',
  tooFew: 'too few yet', transmitterOff: 'TX off', transmitterPit: 'TX in pit mode',
};
const FLAGS = [[4, 'notInSpiMode'], [2, 'tuneFailed'], [8, 'noSample'], [1, 'saturated']];

function percentOf(dbm) {
  return Math.min(100, Math.max(0, (dbm - MIN_DBM) / (MAX_DBM - MIN_DBM) * 100));
}

function shape(name, attributes) {
  const e = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
  return e;
}

/** Health over the last minutes. Its box is 100 by 100, whatever its size on the screen. */
class Sparkline {
  constructor() {
    this.root = shape('svg', { class: 'spark', viewBox: '0 0 100 100', preserveAspectRatio: 'none', role: 'img' });
    this.line = shape('path', { class: 'line', 'vector-effect': 'non-scaling-stroke' });
    this.area = shape('path', { class: 'area' });
    this.root.append(shape('path', { class: 'good-from', d: `M0 ${100 - GOOD_HEALTH}H100`, 'vector-effect': 'non-scaling-stroke' }), this.area, this.line);
  }

  update(points, now) {
    let line = '';
    let area = '';
    let run = [];
    const close = () => {
      if (run.length === 0) return;
      // A point alone is drawn as a short stroke.
      if (run.length === 1) run.push([run[0][0] + 0.5, run[0][1]]);
      const path = run.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L');
      line += `M${path}`;
      area += `M${run[0][0].toFixed(1)} 100L${path}L${run.at(-1)[0].toFixed(1)} 100Z`;
      run = [];
    };
    let last = 0;
    for (const { t, health } of points) {
      if (health === null || t - last > BREAK_MS) close();
      if (health !== null) run.push([100 - (now - t) / HEALTH_MS * 100, 98 - health * 0.96]);
      last = t;
    }
    close();
    setAttribute(this.line, 'd', line || 'M0 0');
    setAttribute(this.area, 'd', area || 'M0 0');
    const known = points.map(p => p.health).filter(h => h !== null);
    setAttribute(this.root, 'aria-label', known.length === 0
      ? 'No health in the last 5 minutes'
      : `Health in the last 5 minutes: between ${Math.min(...known)} and ${Math.max(...known)}`);
  }
}

export class LinkView {
  constructor() {
    this.root = element('div', 'link');
    this.spark = new Sparkline();
    this.power = gauge('Video link');
    this.power.bar.classList.add('power');
    const tick = element('b', 'tick');
    this.power.bar.append(tick);
    tick.style.left = `${percentOf(THRESHOLD_DBM)}%`;
    this.health = gauge('Health', this.spark.root);
    this.root.append(this.power.root, this.health.root);
    this.alarms = element('ul', 'alarms');
    this.alarms.setAttribute('aria-label', 'Alarms of the video link');
    this.items = new Map();
  }

  update(drone, receiver, fleet) {
    const now = fleet.now();
    const record = fleet.latestOfLink(drone, 'videoLink');
    const link = fleet.linkOf(drone);
    this.#power(record, link, receiver, now);
    this.#health(record, link, now);
    this.spark.update(fleet.healthOf(drone), now);
    this.#alarms(link?.alarms ?? [], now);
  }

  #power(record, link, receiver, now) {
    const rssi = f.field(record, 'rssiMean', 0.01);
    const mhz = f.field(record, 'frequency');
    const availability = f.field(record, 'availability', 0.1);
    const state = link?.state ?? 'unknown';
    // The word is worth more than the frequency where there is no room for both.
    const word = state === 'good' || !record ? '' : state;
    const more = record ? mhz === null || word ? '' : `${mhz}\u00a0MHz` : receiver ? 'not measured yet' : 'no ground receiver';
    setGauge(this.power, record, now, STALE_MS, rssi === null ? null : percentOf(rssi), LEVELS[state], f.number(rssi, 0, 'dBm'), more, word);
    const where = mhz === null ? '' : ` on ${mhz} MHz`;
    this.power.root.title = record
      ? `Bar from ${MIN_DBM} to ${MAX_DBM} dBm, tick at the default threshold of ${THRESHOLD_DBM} dBm. Above it ${f.number(availability, 1, '%')} of the time${where}. `
        + `The link is ${link?.text ?? 'unknown'}.`
      : '';
  }

  #health(record, link, now) {
    const flags = f.field(record, 'flags') ?? 0;
    const flagged = FLAGS.find(([bit]) => (flags & bit) !== 0)?.[1];
    const reason = (link?.state === 'unknown' && link.reason) || flagged;
    const health = f.field(record, 'health');
    const availability = f.field(record, 'availability', 0.1);
    const [value, more, level, word] = !record ? ['–', '', 'none', '']
      : reason?.startsWith('transmitter') ? ['–', REASONS[reason] ?? reason, 'none', '']
      : reason ? ['no reading', REASONS[reason] ?? reason, 'none', '']
      : health === null ? ['–', `available ${f.number(availability, 0, '%')}`, 'none', '']
      : [`${health}`, 'of 100', ...(health >= GOOD_HEALTH ? ['good', 'good'] : health >= POOR_HEALTH ? ['warn', 'weak'] : ['bad', 'bad'])];
    setGauge(this.health, reason ? null : record, now, STALE_MS, null, level, value, more, word);
  }

  #alarms(alarms, now) {
    const keys = alarms.map(alarm => `${alarm.deviceId}/${alarm.code}`);
    for (const [key, item] of this.items) {
      if (!keys.includes(key)) {
        item.remove();
        this.items.delete(key);
      }
    }
    alarms.forEach((alarm, index) => {
      let item = this.items.get(keys[index]);
      if (!item) {
        item = element('li');
        this.items.set(keys[index], item);
      }
      if (this.alarms.children[index] !== item) this.alarms.insertBefore(item, this.alarms.children[index] ?? null);
      item.className = `notice ${f.severityLevel(alarm.severity)}`;
      item.title = alarm.deviceId;
      setText(item, alarmText(alarm, now));
    });
    this.alarms.hidden = alarms.length === 0;
  }
}

/** "video link lost 12 s ago", "transmitter hot: 86 °C (for 40 s)". */
function alarmText(alarm, now) {
  const ms = now - alarm.since;
  const sign = alarm.severity <= 3 ? '✖' : '⚠';
  if (alarm.code === 'linkLost') return `${sign} ${alarm.text} ${f.age(Math.max(ms, 2500))}`;
  return ms < 2500 ? `${sign} ${alarm.text}` : `${sign} ${alarm.text} (for ${f.duration(ms)})`;
}
