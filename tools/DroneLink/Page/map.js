// The map: our own drawing on a canvas, equirectangular around the fleet. Knows metres and pixels, no network.

import { TRACK_MS } from './fleet.js';

const METRES_PER_DEGREE = 111320;
const MIN_SPAN_M = 120;      // never zoom in further by itself: one hovering drone is not the whole world
const MIN_SCALE = 0.0005;    // px per m: 2,000 km across the screen
const MAX_SCALE = 40;        // px per m: 2.5 cm a pixel
const TINTS = 6;

/** The colour of the n-th drone; its name is always written beside it, so colour alone says nothing. */
export function tint(index) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--track-${index % TINTS}`).trim();
}

export class FleetMap {
  #canvas;
  #ctx;
  #origin = null;
  #view = { x: 0, y: 0, scale: 1 };
  #following = true;
  #pointers = new Map();
  #pinch = null;
  #markers = [];
  #labelsLeft = new Set();   // names of the drones whose label is better on the left
  #now = 0;
  #dirty = true;
  onFollowChanged = () => {};

  constructor(canvas) {
    this.#canvas = canvas;
    this.#ctx = canvas.getContext('2d');
    new ResizeObserver(() => this.#invalidate()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#invalidate());
    this.#listen();
    requestAnimationFrame(() => this.#frame());
  }

  /** Draws these markers: {name, index, track, home, heading, caption, stale, selected}. */
  update(markers, now) {
    this.#markers = markers;
    this.#now = now;
    if (!this.#origin) {
      const first = markers.flatMap(m => m.track)[0] ?? markers.map(m => m.at).find(Boolean);
      if (first) this.#origin = { lat: first.lat, lon: first.lon };
    }
    if (this.#following) this.#fit();
    this.#invalidate();
  }

  follow(on) {
    if (this.#following === on) return;
    this.#following = on;
    if (on) this.#fit();
    this.onFollowChanged(on);
    this.#invalidate();
  }

  zoom(factor) {
    this.#zoomAt(this.#canvas.clientWidth / 2, this.#canvas.clientHeight / 2, factor);
  }

  centre(at) {
    if (!at || !this.#origin) return;
    const p = this.#metres(at);
    this.follow(false);
    this.#view.x = p.x;
    this.#view.y = p.y;
    this.#invalidate();
  }

  #metres(at) {
    let dLon = at.lon - this.#origin.lon;
    if (dLon > 180) dLon -= 360;
    if (dLon < -180) dLon += 360;
    return {
      x: dLon * METRES_PER_DEGREE * Math.cos(this.#origin.lat * Math.PI / 180),
      y: (at.lat - this.#origin.lat) * METRES_PER_DEGREE,
    };
  }

  #pixels(at) {
    const p = this.#metres(at);
    return {
      x: this.#canvas.clientWidth / 2 + (p.x - this.#view.x) * this.#view.scale,
      y: this.#canvas.clientHeight / 2 - (p.y - this.#view.y) * this.#view.scale,
    };
  }

  #fit() {
    if (!this.#origin) return;
    const points = this.#markers.flatMap(m => [...m.track, m.at, m.home]).filter(Boolean).map(p => this.#metres(p));
    if (points.length === 0) return;
    const xs = points.map(p => p.x);
    const ys = points.map(p => p.y);
    const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const width = Math.max(this.#canvas.clientWidth - 150, 80);
    const height = Math.max(this.#canvas.clientHeight - 130, 80);
    const fitted = Math.min(width / Math.max(right - left, MIN_SPAN_M), height / Math.max(top - bottom, MIN_SPAN_M));
    // A view that breathes with every fix is hard to read: it changes only when something leaves it or it is far too wide.
    const current = this.#view.scale;
    const fits = fitted >= current && fitted < current * 1.4
      && Math.abs((left + right) / 2 - this.#view.x) * current < 60 && Math.abs((top + bottom) / 2 - this.#view.y) * current < 60;
    if (fits) return;
    this.#view = { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(fitted * 0.92, MAX_SCALE) };
  }

  #zoomAt(px, py, factor) {
    this.follow(false);
    const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, this.#view.scale * factor));
    const dx = px - this.#canvas.clientWidth / 2;
    const dy = py - this.#canvas.clientHeight / 2;
    this.#view.x += dx / this.#view.scale - dx / scale;
    this.#view.y -= dy / this.#view.scale - dy / scale;
    this.#view.scale = scale;
    this.#invalidate();
  }

  #pan(dx, dy) {
    this.follow(false);
    this.#view.x -= dx / this.#view.scale;
    this.#view.y += dy / this.#view.scale;
    this.#invalidate();
  }

  #listen() {
    const c = this.#canvas;
    c.addEventListener('wheel', e => {
      e.preventDefault();
      this.#zoomAt(e.offsetX, e.offsetY, Math.exp(-e.deltaY * (e.deltaMode === 1 ? 0.05 : 0.0015)));
    }, { passive: false });
    c.addEventListener('pointerdown', e => {
      c.setPointerCapture(e.pointerId);
      this.#pointers.set(e.pointerId, { x: e.offsetX, y: e.offsetY });
      this.#pinch = null;
      c.classList.add('dragging');
    });
    c.addEventListener('pointermove', e => this.#pointerMoved(e));
    for (const end of ['pointerup', 'pointercancel']) {
      c.addEventListener(end, e => {
        this.#pointers.delete(e.pointerId);
        this.#pinch = null;
        if (this.#pointers.size === 0) c.classList.remove('dragging');
      });
    }
    c.addEventListener('dblclick', e => this.#zoomAt(e.offsetX, e.offsetY, 2));
    c.addEventListener('keydown', e => {
      const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[e.key];
      if (step) this.#pan(...step);
      else if (e.key === '+' || e.key === '=') this.zoom(1.5);
      else if (e.key === '-') this.zoom(1 / 1.5);
      else if (e.key === 'f' || e.key === 'F') this.follow(true);
      else return;
      e.preventDefault();
    });
  }

  #pointerMoved(e) {
    const last = this.#pointers.get(e.pointerId);
    if (!last) return;
    const next = { x: e.offsetX, y: e.offsetY };
    this.#pointers.set(e.pointerId, next);
    if (this.#pointers.size === 1) {
      this.#pan(next.x - last.x, next.y - last.y);
    } else if (this.#pointers.size === 2) {
      const [a, b] = [...this.#pointers.values()];
      const pinch = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, d: Math.hypot(a.x - b.x, a.y - b.y) };
      if (this.#pinch && this.#pinch.d > 0 && pinch.d > 0) {
        this.#pan(pinch.x - this.#pinch.x, pinch.y - this.#pinch.y);
        this.#zoomAt(pinch.x, pinch.y, pinch.d / this.#pinch.d);
      }
      this.#pinch = pinch;
    }
  }

  #invalidate() {
    this.#dirty = true;
  }

  #frame() {
    if (this.#dirty) {
      this.#dirty = false;
      this.#draw();
    }
    requestAnimationFrame(() => this.#frame());
  }

  #draw() {
    const c = this.#canvas;
    const ctx = this.#ctx;
    const ratio = devicePixelRatio || 1;
    const [w, h] = [c.clientWidth, c.clientHeight];
    if (c.width !== Math.round(w * ratio) || c.height !== Math.round(h * ratio)) {
      c.width = Math.round(w * ratio);
      c.height = Math.round(h * ratio);
    }
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(name).trim();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.fillStyle = colour('--map');
    ctx.fillRect(0, 0, w, h);
    ctx.font = '600 12.5px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
    ctx.lineJoin = 'round';
    if (!this.#origin) return;
    this.#drawGrid(w, h, colour);
    for (const m of this.#markers) this.#drawTrack(m);
    for (const m of this.#markers) if (m.home) this.#drawHome(m, colour);
    const flying = this.#markers.filter(m => m.at).map(m => ({ m, p: this.#pixels(m.at) }));
    for (const { m, p } of flying) this.#drawDrone(m, p, colour);
    const around = p => ({ x: p.x - 13, y: p.y - 13, w: 26, h: 26 });
    const homes = this.#markers.filter(m => m.home).map(m => this.#pixels(m.home));
    const taken = [...flying.map(({ p }) => around(p)), ...homes.map(around), ...this.#furniture(w, h)];
    for (const { m, p } of flying) this.#drawLabel(m, p, colour, taken);
    this.#drawScale(w, h, colour);
    this.#drawNorth(w, colour);
  }

  /** A round number of metres, 1, 2 or 5 times a power of ten, about so many pixels long. */
  #niceStep(pixels) {
    const metres = pixels / this.#view.scale;
    const power = 10 ** Math.floor(Math.log10(metres));
    return [5, 2, 1].map(f => f * power).find(s => s <= metres) ?? power;
  }

  #drawGrid(w, h, colour) {
    const ctx = this.#ctx;
    const { x, y, scale } = this.#view;
    const step = this.#niceStep(110);
    const lines = (from, to, draw) => {
      for (let i = Math.ceil(from / step); i * step <= to; i++) {
        ctx.strokeStyle = colour(i % 5 === 0 ? '--grid-strong' : '--grid');
        ctx.beginPath();
        draw(i * step);
        ctx.stroke();
      }
    };
    ctx.lineWidth = 1;
    lines(x - w / 2 / scale, x + w / 2 / scale, m => {
      const px = Math.round(w / 2 + (m - x) * scale) + 0.5;
      ctx.moveTo(px, 0);
      ctx.lineTo(px, h);
    });
    lines(y - h / 2 / scale, y + h / 2 / scale, m => {
      const py = Math.round(h / 2 - (m - y) * scale) + 0.5;
      ctx.moveTo(0, py);
      ctx.lineTo(w, py);
    });
  }

  #drawTrack(m) {
    const ctx = this.#ctx;
    ctx.strokeStyle = tint(m.index);
    ctx.lineWidth = m.selected ? 3.5 : 2.25;
    ctx.lineCap = 'butt';   // round ends would lie over each other and show as beads
    for (let i = 1; i < m.track.length; i++) {
      const [a, b] = [m.track[i - 1], m.track[i]];
      const gap = b.t - a.t > 5000;   // nothing was recorded in between: a thin dashed guess
      const [p, q] = [this.#pixels(a), this.#pixels(b)];
      ctx.globalAlpha = Math.max(0.08, 1 - (this.#now - b.t) / TRACK_MS) * (gap ? 0.5 : 0.9);
      ctx.setLineDash(gap ? [3, 6] : []);
      ctx.beginPath();
      ctx.moveTo(p.x, p.y);
      ctx.lineTo(q.x, q.y);
      ctx.stroke();
    }
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }

  #drawHome(m, colour) {
    const ctx = this.#ctx;
    const p = this.#pixels(m.home);
    ctx.fillStyle = colour('--map');
    ctx.strokeStyle = tint(m.index);
    ctx.lineWidth = 2;
    ctx.beginPath();
    const house = [[0, -8], [8, -1], [5.5, -1], [5.5, 6], [-5.5, 6], [-5.5, -1], [-8, -1]];
    house.forEach(([dx, dy], i) => i === 0 ? ctx.moveTo(p.x + dx, p.y + dy) : ctx.lineTo(p.x + dx, p.y + dy));
    ctx.closePath();
    ctx.fill();
    ctx.stroke();
  }

  #drawDrone(m, p, colour) {
    const ctx = this.#ctx;
    ctx.save();
    ctx.translate(p.x, p.y);
    ctx.lineWidth = 2;
    ctx.strokeStyle = m.stale ? tint(m.index) : colour('--surface');
    ctx.fillStyle = m.stale ? colour('--map') : tint(m.index);
    if (m.selected) {
      ctx.beginPath();
      ctx.arc(0, 0, 19, 0, 2 * Math.PI);
      ctx.strokeStyle = tint(m.index);
      ctx.stroke();
      if (!m.stale) ctx.strokeStyle = colour('--surface');
    }
    ctx.beginPath();
    if (m.heading === null) {
      ctx.arc(0, 0, 7, 0, 2 * Math.PI);
    } else {
      ctx.rotate(m.heading * Math.PI / 180);
      ctx.moveTo(0, -14);
      ctx.lineTo(9.5, 11);
      ctx.lineTo(0, 6);
      ctx.lineTo(-9.5, 11);
      ctx.closePath();
    }
    ctx.fill();
    ctx.stroke();
    ctx.restore();
  }

  /** What always stands on the map: the buttons, the arrow to the north and the scale. */
  #furniture(w, h) {
    return [{ x: 12, y: 12, w: 42, h: 176 }, { x: w - 48, y: 14, w: 40, h: 40 }, { x: 8, y: h - 40, w: 160, h: 32 }];
  }

  /** Name and caption beside the drone, where neither another label nor another drone nor a home is. */
  #drawLabel(m, p, colour, taken) {
    const ctx = this.#ctx;
    const text = m.caption ? `${m.name}  ${m.caption}` : m.name;
    const width = ctx.measureText(text).width + 12;
    // Ahead of the drone, where its track is not; near north and south it stays where it was, so that it does not jump to and fro.
    const east = m.heading === null ? 1 : Math.sin(m.heading * Math.PI / 180);
    if (east < -0.3) this.#labelsLeft.add(m.name);
    else if (east > 0.3) this.#labelsLeft.delete(m.name);
    const right = [[18, -10], [18, 12]];
    const left = [[-18 - width, -10], [-18 - width, 12]];
    const sides = this.#labelsLeft.has(m.name) ? [...left, ...right] : [...right, ...left];
    const spots = [...sides, [-width / 2, -40], [-width / 2, 20]];
    const boxes = spots.map(([dx, dy]) => ({ x: p.x + dx, y: p.y + dy, w: width, h: 20 }));
    const { clientWidth, clientHeight } = this.#canvas;
    const inside = b => b.x >= 2 && b.y >= 2 && b.x + b.w <= clientWidth - 2 && b.y + b.h <= clientHeight - 2;
    const free = b => inside(b) && !taken.some(t => b.x < t.x + t.w && t.x < b.x + b.w && b.y < t.y + t.h && t.y < b.y + b.h);
    const box = boxes.find(free) ?? boxes.find(inside) ?? boxes[0];
    taken.push(box);
    ctx.fillStyle = colour('--halo');
    ctx.beginPath();
    ctx.roundRect(box.x, box.y, box.w, box.h, 5);
    ctx.fill();
    ctx.fillStyle = colour(m.stale ? '--muted' : '--text');
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.fillText(text, box.x + 6, box.y + box.h / 2 + 0.5);
  }

  #drawScale(w, h, colour) {
    const ctx = this.#ctx;
    const step = this.#niceStep(140);
    const length = step * this.#view.scale;
    const [x, y] = [16, h - 18];
    ctx.strokeStyle = colour('--text');
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.moveTo(x, y - 6);
    ctx.lineTo(x, y);
    ctx.lineTo(x + length, y);
    ctx.lineTo(x + length, y - 6);
    ctx.stroke();
    ctx.fillStyle = colour('--text');
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    const text = step >= 1000 ? `${step / 1000}\u00a0km` : step >= 1 ? `${step}\u00a0m` : `${Math.round(step * 100)}\u00a0cm`;
    ctx.fillText(text, x + 6, y - 7);
  }

  #drawNorth(w, colour) {
    const ctx = this.#ctx;
    const [x, y] = [w - 28, 34];
    ctx.fillStyle = colour('--halo');
    ctx.strokeStyle = colour('--line');
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.arc(x, y, 19, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = colour('--text');
    ctx.beginPath();
    ctx.moveTo(x, y - 15);
    ctx.lineTo(x + 5, y - 3);
    ctx.lineTo(x - 5, y - 3);
    ctx.closePath();
    ctx.fill();
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText('N', x, y + 6);
  }
}
