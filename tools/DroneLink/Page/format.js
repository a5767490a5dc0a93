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

/** An age in ms in words. */
export function age(ms) {
  if (ms === null) return 'never seen';
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 3) return 'now';
  if (s < 90) return `${s} s ago`;
  const min = Math.round(s / 60);
  if (min < 90) return `${min} min ago`;
  const h = Math.round(min / 60);
  return h < 48 ? `${h} h ago` : `${Math.round(h / 24)} days ago`;
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

const RESETS = ['power came on', 'ordered restart', 'a worker had stalled'];

// Event codes of the wire format. Each says what happened in words; values only where they mean something to people.
const EVENTS = {
  1: v => v === null ? 'started' : `started (${RESETS[v] ?? `reset reason ${v}`})`,
  2: () => 'learned the time',
  3: () => 'video link degraded',
  4: () => 'video link lost',
  5: () => 'video link restored',
  6: () => 'another transmitter too close',
  7: () => 'video transmitter hot',
  8: () => 'video receiver hot',
  9: () => 'interference on the video channel',
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
};

/** What an event or a text says, and how severe it is. */
export function describe(record) {
  if (record.kind === 'text') return { severity: record.severity, text: record.text };
  const code = field(record, 'code');
  const say = EVENTS[code];
  return { severity: field(record, 'severity') ?? 6, text: say ? say(field(record, 'value')) : `event ${code}` };
}
