// Units of the wire into units for people. A value that is not known stays null and is shown as a dash.

const DASH = '–';

/** Number with a fixed number of decimals and a unit; a dash when it is not known. The minus sign is a real one. */
export function number(value, decimals, unit) {
  if (value === null || value === undefined || !Number.isFinite(value)) return DASH;
  const text = value.toFixed(decimals).replace('-', '−');
  return unit ? `${text}\u00a0${unit}` : text;
}

/** The value of a record's field times a factor, or null. */
export function field(record, name, factor = 1) {
  const value = record?.fields?.[name];
  return value === undefined ? null : value * factor;
}

/** A length of time in ms in words. */
export function duration(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 90) return `${s}\u00a0s`;
  const min = Math.round(s / 60);
  if (min < 90) return `${min}\u00a0min`;
  const h = Math.round(min / 60);
  return h < 48 ? `${h}\u00a0h` : `${Math.round(h / 24)}\u00a0days`;
}

/** An age in ms in words. */
export function age(ms) {
  if (ms === null) return 'never seen';
  return ms < 2500 ? 'now' : `${duration(ms)} ago`;
}

/** Compass point of a heading in degrees. */
export function compass(degrees) {
  return ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'][Math.round((((degrees % 360) + 360) % 360) / 45) % 8];
}

/** Bytes in B, kB or MB. */
export function bytes(value) {
  if (value === null) return DASH;
  if (value < 1000) return `${value}\u00a0B`;
  const [scaled, unit] = value < 1e6 ? [value / 1e3, 'kB'] : [value / 1e6, 'MB'];
  return `${scaled.toFixed(scaled < 10 ? 1 : 0)}\u00a0${unit}`;
}

/** MAVLink GPS_FIX_TYPE. */
export function fix(type) {
  if (type === null) return DASH;
  return ['no GPS', 'no fix', '2D', '3D', 'DGPS', 'RTK float', 'RTK fixed', 'static', 'PPP'][type] ?? `fix ${type}`;
}

const SEVERITIES = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'];

/** Name of a syslog severity. */
export function severity(level) {
  return SEVERITIES[level] ?? 'info';
}

/** How loud a severity is: bad, warn or calm. */
export function severityLevel(level) {
  return level <= 3 ? 'bad' : level === 4 ? 'warn' : 'calm';
}

/** States of a transmitter and of a receiver. */
export function transmitterState(state) {
  return state === null ? '' : ['off', 'pit', 'on', 'throttled', 'cut'][state] ?? `state ${state}`;
}

export function receiverState(state) {
  return state === null ? '' : ['off', 'on', 'cut'][state] ?? `state ${state}`;
}

const RESETS = ['power came on', 'ordered restart', 'a worker had stalled'];

/** A list of what is known, with what stands before it. */
function says(what, ...known) {
  const list = known.filter(Boolean);
  return list.length === 0 ? what : `${what}: ${list.join(', ')}`;
}

const ifKnown = (value, say) => value === null ? null : say(value);
// Power at a receiver is far below 0 dBm; another number is something else.
const dbm = value => ifKnown(value, v => v < 0 ? number(v / 100, 0, 'dBm') : null);
const celsius = value => ifKnown(value, v => number(v / 100, 0, '°C'));
const health = value => ifKnown(value, v => `health ${v} of 100`);

const PARTS = {
  1: "transmitter's temperature", 2: "transmitter's supply", 3: "receiver's temperature", 4: "receiver's supply",
  5: 'video transmitter', 6: 'video receiver', 7: 'air around',
};
const REASONS = [
  '', 'the device has just started', 'disarmed', 'armed', 'heat', 'left on too long', 'temperature not known', 'flight not known', 'nobody flies',
  'a look for a picture', 'obeyed late',
];
const because = reason => REASONS[reason] ? ` (${REASONS[reason]})` : '';

// Event codes of the wire format. Each says what happened in words; values only where they mean something to people.
const EVENTS = {
  1: v => v === null ? 'started' : `started (${RESETS[v] ?? `reset reason ${v}`})`,
  2: () => 'learned the time',
  3: (v, v2) => says('video link degraded', health(v), dbm(v2)),
  4: (v, v2) => says('video link lost', dbm(v), ifKnown(v2, ms => `below the threshold for ${duration(ms)}`)),
  5: (v, v2) => says('video link restored', dbm(v), ifKnown(v2, ms => `after ${duration(ms)}`)),
  6: v => says('receiver too close to a transmitter', dbm(v)),
  7: (v, v2) => says(v2 === 0 ? 'video transmitter cooled down' : 'video transmitter hot', celsius(v)),
  8: (v, v2) => says(v2 === 0 ? 'video receiver cooled down' : 'video receiver hot', celsius(v)),
  9: (v, v2) => `interference${v === null ? '' : ` ${v} of 100`}${v2 === null ? '' : ` from ${v2}\u00a0MHz`}`,
  10: v => v === null ? 'buffer full: records overwritten' : `buffer full: ${v} records overwritten`,
  11: () => 'firmware update started',
  12: () => 'firmware update applied',
  13: () => 'firmware update rolled back',
  14: () => 'firmware update rejected',
  15: () => 'command done',
  16: () => 'command failed',
  17: () => 'conflict with another drone',
  18: v => v === null ? 'battery low' : `battery low (${v})`,
  19: () => 'autopilot lost',
  20: () => 'restarted by the watchdog',
  21: (v, v2) => `video transmitter ${transmitterState(v)}${because(v2)}`,
  22: (v, v2) => `video receiver ${receiverState(v)}${because(v2)}`,
  23: v => `no reading from the sensor of the ${PARTS[v] ?? `part ${v}`}`,
  24: v => `readings again from the sensor of the ${PARTS[v] ?? `part ${v}`}`,
  25: v => `${PARTS[v] ?? `part ${v}`} does not do as it is told`,
  26: () => 'interference is over',
  27: v => says('receiver is no longer too close to a transmitter', dbm(v)),
};

/** What an event or a text says, and how severe it is. */
export function describe(record) {
  if (record.kind === 'text') return { severity: record.severity, text: record.text };
  const code = field(record, 'code');
  const say = EVENTS[code];
  return { severity: field(record, 'severity') ?? 6, text: say ? say(field(record, 'value'), field(record, 'value2')) : `event ${code}` };
}
