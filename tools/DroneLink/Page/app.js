// Puts the page together: loads what is known, then follows the live feed, and after a gap loads again what was missed.

import { Fleet, HEALTH_MS, STALE_MS, TRACK_MS, place } from './fleet.js';
import { describe, field } from './format.js';
import { FleetMap } from './map.js';
import { Panel } from './panel.js';

const fleet = new Fleet();
const panel = new Panel();
const map = new FleetMap(document.getElementById('map'));
const byId = id => document.getElementById(id);
const SILENCE_MS = 20000;
const LINKS_MS = 5000;     // how often links are asked about when nothing happens: a reading that fails to come is no event
const BOOT = 1;
const LINK_EVENTS = [3, 4, 5, 6, 7, 8, 9, 21, 22, 25, 26, 27];

let selected = null;
let loaded = false;
let waiting = [];          // what the live feed brought while the history was still loading
let renderPending = false;

async function getJson(path) {
  const response = await fetch(path, { headers: { accept: 'application/json' }, cache: 'no-store' });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function loadTrack(drone) {
  const to = fleet.now();
  let cursor = '';
  // 3 minutes are a few hundred records; the bound is for a device that records far more often.
  for (let page = 0; page < 5; page++) {
    const query = `kind=position&from=${Math.round(to - TRACK_MS)}&limit=1000${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const answer = await getJson(`/v1/devices/${encodeURIComponent(drone.id)}/records?${query}`);
    for (const record of answer.records) fleet.take(record);
    cursor = answer.cursor;
    if (!cursor) break;
  }
  await loadHome(drone);
}

async function loadHealth(drone) {
  const from = Math.round(fleet.now() - HEALTH_MS);
  if (!drone.linkId) {
    const answer = await getJson(`/v1/devices/${encodeURIComponent(drone.id)}/records?kind=videoLink&from=${from}&limit=1000`);
    for (const record of answer.records) fleet.take(record);
    return;
  }
  const link = await getJson(
    `/v1/links/${encodeURIComponent(drone.linkId)}?fleet=${encodeURIComponent(drone.fleetId)}&from=${from}`);
  fleet.takeHistory(drone, link.history.points);
}

/** Home is where the drone was when it started: the first position since its boot. */
async function loadHome(drone) {
  const system = drone.latest.system;
  const uptime = field(system, 'uptime');
  if (drone.home || uptime === null) return;
  const boot = Math.round((system.clockSynced ? system.time : system.received) - uptime * 1000 - 5000);
  const answer = await getJson(`/v1/devices/${encodeURIComponent(drone.id)}/records?kind=position&from=${boot}&limit=20`);
  drone.home ??= answer.records.filter(r => r.bootId === system.bootId).map(place).find(Boolean) ?? null;
}

async function load() {
  const status = await getJson('/v1/status');
  fleet.setClock(status.time);
  const [devices, links, events] = await Promise.all([
    getJson('/v1/devices'),
    getJson('/v1/links'),
    getJson(`/v1/events?from=${Math.round(fleet.now() - 3600000)}&limit=60`),
  ]);
  fleet.setDevices(devices.devices);
  fleet.setPresence(status.devices);
  fleet.setLinks(links.links);
  for (const record of events.events) fleet.take(record);
  await Promise.all(fleet.drones.flatMap(drone => [loadTrack(drone), loadHealth(drone)]));
}

async function loadUntilItWorks() {
  for (let delay = 1000; ; delay = Math.min(delay * 2, 15000)) {
    try {
      loaded = false;
      await load();
      break;
    } catch (error) {
      console.warn('loading failed, trying again', error);
      await new Promise(resolve => setTimeout(resolve, delay));
    }
  }
  loaded = true;
  for (const apply of waiting.splice(0)) apply();
  render();
}

function onRecord(record) {
  const isNewDevice = !fleet.devices.has(record.deviceId);
  if (tellsOfLink(record)) refreshLinksSoon();
  const event = fleet.take(record);
  if (event) announce(event);
  if (isNewDevice) reloadDevices();
  renderSoon();
}

/** Whether a record may open or close an alarm of a link at once. */
function tellsOfLink(record) {
  const last = fleet.devices.get(record.deviceId)?.latest[record.kind];
  switch (record.kind) {
    case 'event': return [BOOT, ...LINK_EVENTS].includes(field(record, 'code'));
    case 'videoLink': return field(record, 'flags') !== field(last, 'flags');
    case 'transmitter':
    case 'receiver': return field(record, 'state') !== field(last, 'state');
    default: return false;
  }
}

let linksPending = false;

function refreshLinksSoon() {
  if (linksPending) return;
  linksPending = true;
  setTimeout(refreshLinks, 200);
}

/** Asks the ground station how the links are: it alone has the whole story, and one judge is better than two. */
async function refreshLinks() {
  linksPending = false;
  if (!loaded || !fleet.connected) return;
  try {
    const { links } = await getJson('/v1/links');
    const known = new Set([...fleet.links.values()].flatMap(link => link.alarms.map(alarmKey)));
    fleet.setLinks(links);
    const opened = links.flatMap(link => link.alarms).filter(alarm => !known.has(alarmKey(alarm)));
    if (opened.length > 0) byId('alarms').textContent = opened.map(alarm => `${alarm.deviceId}: ${alarm.text}`).join('. ');
    renderSoon();
  } catch (error) {
    console.info('the links could not be loaded', error);
  }
}

/** One that gets worse is news. */
function alarmKey(alarm) {
  return `${alarm.deviceId}/${alarm.code}/${alarm.severity}`;
}

/** A device that nobody knew when the page was loaded: its role and link are in the list of devices alone. */
async function reloadDevices() {
  try {
    fleet.setDevices((await getJson('/v1/devices')).devices);
    refreshLinksSoon();
    renderSoon();
  } catch (error) {
    console.warn('the list of devices could not be loaded', error);
  }
}

/** Reads severe events out to those who cannot watch the list. Those of a link are read out as the alarms that they open. */
function announce(record) {
  const { severity, text } = describe(record);
  const device = fleet.devices.get(record.deviceId);
  const opensAlarm = record.kind === 'event' && LINK_EVENTS.includes(field(record, 'code')) && device && fleet.linkOf(device);
  if (severity <= 4 && !opensAlarm) byId('alarms').textContent = `${record.deviceId}: ${text}`;
}

function whenLoaded(apply) {
  if (loaded) apply();
  else if (waiting.length < 5000) waiting.push(apply);
}

function setConnection(state) {
  const words = { connecting: 'Connecting', live: 'Live', lost: 'Connection lost' };
  fleet.connected = state === 'live';
  byId('connection').dataset.state = state;
  byId('connection').querySelector('.word').textContent = words[state];
  byId('banner').hidden = state !== 'lost';
  byId('banner').textContent = state === 'lost' ? 'No connection to the ground station. What you see is old; trying again …' : '';
}

let source = null;
let loading = null;
let heardAt = 0;           // when the ground station last said something, by performance.now()

/**
 * A network that dies without a word leaves the stream open for many minutes. Whoever hears nothing for so long asks, and takes
 * silence for the answer that it is.
 */
async function checkConnection() {
  if (!fleet.connected || performance.now() - heardAt < SILENCE_MS) return;
  heardAt = performance.now();
  try {
    const response = await fetch('/v1/status', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    fleet.setPresence((await response.json()).devices);
  } catch {
    if (!fleet.connected) return;
    source.close();
    setConnection('lost');
    listen();
  }
}

function listen() {
  source = new EventSource('/v1/live');
  source.onopen = () => {
    heardAt = performance.now();
    setConnection('live');
    // Whatever happened while nobody listened is in the station's store.
    loading = (loading ?? Promise.resolve()).then(loadUntilItWorks);
  };
  source.onerror = () => {
    setConnection('lost');
    // A browser gives up for good when the answer is an error and not a broken line.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
  source.addEventListener('record', e => {
    heardAt = performance.now();
    whenLoaded(() => onRecord(JSON.parse(e.data)));
  });
  source.addEventListener('status', e => whenLoaded(() => {
    const { deviceId, online, since } = JSON.parse(e.data);
    if (!fleet.devices.has(deviceId)) reloadDevices();
    fleet.setAtBroker(deviceId, online, since);
    renderSoon();
  }));
  source.addEventListener('lagged', () => {
    loading = (loading ?? Promise.resolve()).then(loadUntilItWorks);
  });
}

function markers(now) {
  return fleet.drones.map((drone, index) => {
    const position = drone.latest.position;
    const height = field(position, 'altitudeRelative', 0.01);
    const at = position ? place(position) : null;
    return {
      name: drone.id,
      index,
      at,
      track: drone.track,
      home: drone.home,
      heading: field(position, 'heading', 0.01),
      caption: height === null ? '' : `${Math.round(height)}\u00a0m`,
      stale: !at || now - at.t > STALE_MS,
      selected: drone.id === selected,
    };
  });
}

function render() {
  renderPending = false;
  fleet.trim();
  const now = fleet.now();
  const list = markers(now);
  panel.update(fleet);
  map.update(list, now);
  byId('map-empty').hidden = !loaded || list.some(m => m.at);
  if (!loaded && fleet.devices.size === 0) return;
  const online = fleet.drones.filter(d => fleet.stateOf(d) === 'online').length;
  const total = fleet.drones.length;
  const drones = total === 0 ? 'No drones' : `${total} ${total === 1 ? 'drone' : 'drones'}`;
  byId('summary').textContent = total > 0 && fleet.connected ? `${drones}, ${online} online` : drones;
}

function renderSoon() {
  if (renderPending) return;
  renderPending = true;
  setTimeout(render, 100);
}

panel.onSelect = id => {
  selected = selected === id ? null : id;
  const position = fleet.devices.get(id)?.latest.position;
  if (selected && position) map.centre(place(position));
  render();
};
map.onFollowChanged = on => byId('fit').setAttribute('aria-pressed', String(on));
byId('fit').addEventListener('click', () => map.follow(true));
byId('zoom-in').addEventListener('click', () => map.zoom(1.5));
byId('zoom-out').addEventListener('click', () => map.zoom(1 / 1.5));
setInterval(checkConnection, 5000);
setInterval(refreshLinks, LINKS_MS);
setInterval(render, 1000);   // ages grow and tracks fade even when nothing comes
listen();
