// The fleet as the page knows it: devices, their latest records, tracks and events. Draws nothing.

import { field } from './format.js';

export const TRACK_MS = 180000;
export const STALE_MS = 10000;
export const HEALTH_MS = 300000;
const HEARD_MS = 15000;
const MAX_EVENTS = 60;

/** When a record happened: its own time if its clock was right, else when it arrived. */
export function when(record) {
  return record.clockSynced ? record.time : record.received;
}

function isNewer(next, old) {
  if (!old) return true;
  const byTime = when(next) - when(old);
  if (byTime !== 0) return byTime > 0;
  return next.bootId > old.bootId || (next.bootId === old.bootId && next.seq > old.seq);
}

function key(record) {
  return `${record.deviceId}/${record.bootId}/${record.seq}`;
}

/** Names a link: two fleets may have one of the same id. No id has a slash. */
function linkKey(of) {
  return of.linkId && `${of.fleetId}/${of.linkId}`;
}

/** Whose health a device's readings are: its link's, or its own. */
function healthKey(device) {
  return linkKey(device) ?? device.id;
}

/** Sorts a point in by its time. Most come in order; those that waited in a device's flash come late. */
function insert(points, point) {
  let i = points.length;
  while (i > 0 && points[i - 1].t > point.t) i--;
  if (i === 0 || points[i - 1].t !== point.t) points.splice(i, 0, point);
}

/** Latitude and longitude in degrees, or null: 0,0 and a missing fix are no position. */
export function place(record) {
  const lat = field(record, 'latitude', 1e-7);
  const lon = field(record, 'longitude', 1e-7);
  const fixType = field(record, 'fixType');
  if (lat === null || lon === null || (lat === 0 && lon === 0) || (fixType !== null && fixType < 2)) return null;
  return { lat, lon, t: when(record) };
}

export class Fleet {
  devices = new Map();
  events = [];
  links = new Map();         // by fleet and id, as the ground station judges them
  #health = new Map();       // by link, or by device on the bench that has none: points {t, health}, oldest first; a health that is not known is null
  connected = false;         // whether the page hears the ground station
  #eventKeys = new Set();
  #clockOffset = 0;

  /** The ground station's clock, ms: the browser's may be wrong in the field. */
  now() {
    return Date.now() + this.#clockOffset;
  }

  setClock(stationMs) {
    this.#clockOffset = stationMs - Date.now();
  }

  /** Takes the list of devices; what is known of them already stays unless it is older. */
  setDevices(list) {
    const known = new Set(list.map(d => d.deviceId));
    for (const id of this.devices.keys()) if (!known.has(id)) this.devices.delete(id);
    for (const d of list) {
      const device = this.#device(d.deviceId);
      Object.assign(device, { role: d.role, linkId: d.linkId, fleetId: d.fleetId });
      device.lastSeen = Math.max(device.lastSeen ?? 0, d.lastSeen ?? 0) || null;
      for (const record of Object.values(d.latest ?? {})) this.#take(device, record);
    }
  }

  setPresence(list) {
    for (const device of this.devices.values()) Object.assign(device, { atBroker: false, leftAt: 0 });
    for (const p of list) if (this.devices.has(p.deviceId)) this.setAtBroker(p.deviceId, p.online, p.since);
  }

  setAtBroker(deviceId, atBroker, since) {
    Object.assign(this.#device(deviceId), { atBroker, leftAt: atBroker ? 0 : since });
  }

  /**
   * online, offline or unknown. A device that reports over HTTPS alone is never at the broker: it is online as long as it is heard.
   * One that left the broker is offline at once, unless something came from it since. Without the ground station nobody knows.
   */
  stateOf(device) {
    if (!this.connected) return 'unknown';
    const isHeard = device.lastSeen > Math.max(this.now() - HEARD_MS, device.leftAt);
    return device.atBroker || isHeard ? 'online' : 'offline';
  }

  /** Takes a record, whatever its age. Returns it when it is an event that was not known. */
  take(record) {
    const device = this.#device(record.deviceId);
    device.lastSeen = Math.max(device.lastSeen ?? 0, record.received ?? 0) || null;
    this.#take(device, record);
    return this.#takeEvent(record);
  }

  /** What flies, and what is both ends of a link on a bench. */
  get drones() {
    return [...this.devices.values()].filter(d => d.role === 'drone' || d.role === 'bench')
      .sort((a, b) => a.id.localeCompare(b.id, undefined, { numeric: true }));
  }

  /** Takes the ground station's word on every link: state and open alarms. */
  setLinks(list) {
    this.links = new Map(list.map(link => [linkKey(link), link]));
  }

  /** The link of a device as the ground station judges it, or null. */
  linkOf(drone) {
    return this.links.get(linkKey(drone)) ?? null;
  }

  /** Takes points of the history of a drone's link. */
  takeHistory(drone, points) {
    for (const point of points) this.#takeHealth(healthKey(drone), point.time, point.health);
  }

  /** Health of a drone's link over the last minutes. */
  healthOf(drone) {
    return this.#health.get(healthKey(drone)) ?? [];
  }

  /** The newest record of a kind that either end of a drone's link has: a device on the bench may be both. */
  latestOfLink(drone, kind) {
    const [one, other] = [drone.latest[kind], this.receiverOf(drone)?.latest[kind]];
    return one && (!other || when(one) > when(other)) ? one : other ?? null;
  }

  /** The ground receiver at the other end of a drone's video link; of several the one with the best picture. */
  receiverOf(drone) {
    if (!drone.linkId) return null;
    const receivers = [...this.devices.values()].filter(d => d.role === 'groundReceiver' && linkKey(d) === linkKey(drone));
    return receivers.find(d => d.id === this.linkOf(drone)?.receiver) ?? receivers[0] ?? null;
  }

  /** Drops what is older than the track is long. */
  trim() {
    const from = this.now() - TRACK_MS;
    for (const device of this.devices.values()) {
      const first = device.track.findIndex(p => p.t >= from);
      if (first > 0) device.track.splice(0, first);
      else if (first < 0) device.track.length = 0;
    }
    for (const points of this.#health.values()) {
      const first = points.findIndex(p => p.t >= this.now() - HEALTH_MS);
      points.splice(0, first < 0 ? points.length : first);
    }
  }

  #device(id) {
    let device = this.devices.get(id);
    if (!device) {
      device = { id, role: null, linkId: null, lastSeen: null, atBroker: false, leftAt: 0, latest: {}, track: [], home: null };
      this.devices.set(id, device);
    }
    return device;
  }

  #take(device, record) {
    if (isNewer(record, device.latest[record.kind])) device.latest[record.kind] = record;
    if (record.kind === 'position') this.#takePosition(device, record);
    if (record.kind === 'videoLink') this.#takeHealth(healthKey(device), when(record), field(record, 'health'));
  }

  #takeHealth(name, t, health) {
    if (!this.#health.has(name)) this.#health.set(name, []);
    insert(this.#health.get(name), { t, health });
  }

  #takePosition(device, record) {
    const at = place(record);
    if (!at) return;
    // Home is where it last stood on the ground.
    const height = field(record, 'altitudeRelative', 0.01);
    if (height !== null && Math.abs(height) < 1 && (!device.home || device.home.t <= at.t)) device.home = at;
    if (at.t < this.now() - TRACK_MS) return;
    insert(device.track, at);
  }

  #takeEvent(record) {
    if (record.kind !== 'event' && record.kind !== 'text') return null;
    const name = key(record);
    if (this.#eventKeys.has(name)) return null;
    this.#eventKeys.add(name);
    let i = 0;
    while (i < this.events.length && when(this.events[i]) > when(record)) i++;
    this.events.splice(i, 0, record);
    while (this.events.length > MAX_EVENTS) this.#eventKeys.delete(key(this.events.pop()));
    return record;
  }
}
