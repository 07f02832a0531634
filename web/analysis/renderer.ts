// Draws nodes and ties on a canvas of its own in a worker: WebGL 2 where there is one, else plain 2D; labels on a second canvas above.
import type { Dress, Theme } from './messages.ts'

export type Scene = {
  positions: Float32Array
  from: Int32Array
  to: Int32Array
  /** Index into ELEMENT_KINDS: decides the shape. */
  kind: Uint8Array
  dress: Dress
  label: (node: number) => string
  /** Nodes that stand out, and whether the others fade. */
  marked: ReadonlySet<number>
  faded: boolean
  selected: number
}

export type Camera = { x: number; y: number; scale: number }

export interface Brush {
  readonly name: string
  /** New nodes and ties, or a new look of them. */
  load(scene: Scene, theme: Theme): void
  /** New places for the same nodes. */
  move(positions: Float32Array): void
  draw(camera: Camera, width: number, height: number, ratio: number, hurried: boolean): void
}

const [LEAST_RADIUS, MOST_RADIUS] = [3, 15]
/** Pixels; a picture of few is drawn with larger nodes. */
export function radiusOf(size: number, scale: number, nodes: number): number {
  const roomy = nodes < 300 ? 1.5 : nodes < 3_000 ? 1.1 : 0.7
  const near = Math.min(2, Math.max(0.45, Math.sqrt(scale / 30)))
  return Math.max(1, (LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * Math.sqrt(size)) * roomy * near)
}

export function createBrush(canvas: OffscreenCanvas): Brush {
  const gl = canvas.getContext('webgl2', { antialias: true, alpha: true, premultipliedAlpha: true, powerPreference: 'high-performance' })
  return gl ? glBrush(gl, canvas) : plainBrush(canvas.getContext('2d')!, canvas)
}

const ROW = 512
const TIES_VERTEX = `#version 300 es
precision highp float;
uniform sampler2D places;
uniform vec4 view; // camera x, y, scale, unused
uniform vec2 frame;
in uint node;
in float strong;
out float v_strong;
void main() {
  vec2 at = texelFetch(places, ivec2(int(node % ${ROW}u), int(node / ${ROW}u)), 0).xy;
  vec2 on = (at - view.xy) * view.z / frame * 2.0;
  v_strong = strong;
  gl_Position = vec4(on.x, -on.y, 0.0, 1.0);
}`
const TIES_FRAGMENT = `#version 300 es
precision mediump float;
uniform vec4 ink;
uniform vec4 accent;
in float v_strong;
out vec4 colour;
void main() {
  vec4 chosen = v_strong > 1.5 ? accent : ink * v_strong;
  colour = chosen;
}`
const NODES_VERTEX = `#version 300 es
precision highp float;
uniform sampler2D places;
uniform vec4 view;
uniform vec2 frame;
uniform float ratio;
uniform float roomy;
in vec4 tint;
in vec2 look; // size, kind + 8 if marked + 16 if selected
out vec4 v_tint;
flat out int v_kind;
out float v_radius;
void main() {
  uint node = uint(gl_VertexID);
  vec2 at = texelFetch(places, ivec2(int(node % ${ROW}u), int(node / ${ROW}u)), 0).xy;
  vec2 on = (at - view.xy) * view.z / frame * 2.0;
  float near = clamp(sqrt(view.z / 30.0), 0.45, 2.0);
  float radius = max(1.0, (${LEAST_RADIUS}.0 + ${MOST_RADIUS - LEAST_RADIUS}.0 * sqrt(look.x)) * roomy * near) * ratio;
  int kind = int(look.y);
  if (kind >= 16) radius *= 1.35;
  v_kind = kind;
  v_tint = tint;
  v_radius = radius;
  gl_PointSize = radius * 2.0 + 4.0;
  gl_Position = vec4(on.x, -on.y, 0.0, 1.0);
}`
const NODES_FRAGMENT = `#version 300 es
precision mediump float;
uniform vec4 ground;
uniform vec4 rim;
in vec4 v_tint;
flat in int v_kind;
in float v_radius;
out vec4 colour;
float far(vec2 p, int kind) {
  // 0 a circle, 1 a square, 2 a diamond, 3 a triangle, 4 a hexagon
  if (kind == 1) return max(abs(p.x), abs(p.y)) / 0.88;
  if (kind == 2) return (abs(p.x) + abs(p.y)) / 1.15;
  if (kind == 3) return max(abs(p.x) * 1.2 - p.y * 0.62, p.y * 1.15) / 0.78;
  if (kind == 4) return max(abs(p.x), abs(p.x) * 0.5 + abs(p.y) * 0.866) / 0.95;
  return length(p);
}
void main() {
  float half_size = v_radius + 2.0;
  vec2 p = (gl_PointCoord * 2.0 - 1.0) * half_size / v_radius;
  int kind = v_kind & 7;
  bool stands_out = v_kind >= 8;
  float d = far(p, kind);
  float soft = 1.5 / v_radius;
  float inside = 1.0 - smoothstep(1.0 - soft, 1.0 + soft * 0.3, d);
  float edge = smoothstep(stands_out ? 0.72 : 0.86, stands_out ? 0.76 : 0.9, d);
  vec4 fill = mix(v_tint, stands_out ? vec4(rim.rgb, 1.0) : vec4(ground.rgb, v_tint.a), v_radius < 3.0 ? 0.0 : edge);
  float alpha = inside * fill.a;
  if (alpha < 0.01) discard;
  colour = vec4(fill.rgb * alpha, alpha);
}`

function glBrush(gl: WebGL2RenderingContext, canvas: OffscreenCanvas): Brush {
  const ties = programOf(gl, TIES_VERTEX, TIES_FRAGMENT)
  const dots = programOf(gl, NODES_VERTEX, NODES_FRAGMENT)
  const texture = gl.createTexture()
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST)
  const buffers = { ends: gl.createBuffer(), strong: gl.createBuffer(), tint: gl.createBuffer(), look: gl.createBuffer() }
  const [tieArray, dotArray] = [gl.createVertexArray(), gl.createVertexArray()]
  let [nodes, ends] = [0, 0]
  let rows = 1
  let inks = { ink: [0, 0, 0, 0.2], accent: [0, 0, 0, 1], ground: [1, 1, 1, 1], rim: [0, 0, 0, 1] }
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const name = `WebGL 2, ${String(info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : gl.getParameter(gl.RENDERER))}`

  function put(buffer: WebGLBuffer | null, data: BufferSource, program: WebGLProgram, at: string, size: number, whole: boolean) {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW)
    const place = gl.getAttribLocation(program, at)
    if (place < 0) return
    gl.enableVertexAttribArray(place)
    if (whole) gl.vertexAttribIPointer(place, size, gl.UNSIGNED_INT, 0, 0)
    else gl.vertexAttribPointer(place, size, data instanceof Uint8Array ? gl.UNSIGNED_BYTE : gl.FLOAT, data instanceof Uint8Array, 0, 0)
  }

  return {
    name,
    load(scene, theme) {
      nodes = scene.kind.length
      rows = Math.max(1, Math.ceil(nodes / ROW))
      const ink = rgb(theme.quiet)
      const dense = Math.min(1, Math.max(0.12, 26 / Math.sqrt(scene.from.length + 1)))
      inks = {
        ink: [...ink.map((one) => one * dense * 0.75), dense * 0.75],
        accent: [...rgb(theme.accent), 1],
        ground: [...rgb(theme.ground), 1],
        rim: [...rgb(theme.ink), 1],
      }
      // ties between marked ones are drawn last, over the others
      const order = orderOf(scene)
      const list = new Uint32Array(order.length * 2)
      const strong = new Float32Array(order.length * 2)
      for (let i = 0; i < order.length; i++) {
        const tie = order[i]!
        list[2 * i] = scene.from[tie]!
        list[2 * i + 1] = scene.to[tie]!
        const value = strengthOf(scene, tie)
        strong[2 * i] = value
        strong[2 * i + 1] = value
      }
      ends = list.length
      gl.bindVertexArray(tieArray)
      put(buffers.ends, list, ties, 'node', 1, true)
      put(buffers.strong, strong, ties, 'strong', 1, false)
      const palette = theme.palette.map((one) => rgb(one).map((part) => Math.round(part * 255)))
      const tint = new Uint8Array(nodes * 4)
      const look = new Float32Array(nodes * 2)
      for (let v = 0; v < nodes; v++) {
        const [r, g, b] = palette[scene.dress.colour[v]! % palette.length]!
        const is_marked = scene.marked.has(v)
        tint.set([r!, g!, b!, scene.faded && !is_marked && v !== scene.selected ? 60 : 255], 4 * v)
        look[2 * v] = scene.dress.size[v]!
        look[2 * v + 1] = scene.kind[v]! + (v === scene.selected ? 16 : is_marked ? 8 : 0)
      }
      gl.bindVertexArray(dotArray)
      put(buffers.tint, tint, dots, 'tint', 4, false)
      put(buffers.look, look, dots, 'look', 2, false)
      this.move(scene.positions)
    },
    move(positions) {
      const texels = new Float32Array(ROW * rows * 2)
      texels.set(positions.subarray(0, Math.min(positions.length, texels.length)))
      gl.bindTexture(gl.TEXTURE_2D, texture)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RG32F, ROW, rows, 0, gl.RG, gl.FLOAT, texels)
    },
    draw(camera, width, height, ratio) {
      gl.viewport(0, 0, canvas.width, canvas.height)
      gl.clearColor(0, 0, 0, 0)
      gl.clear(gl.COLOR_BUFFER_BIT)
      gl.enable(gl.BLEND)
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
      const set = (program: WebGLProgram) => {
        gl.useProgram(program)
        gl.uniform4f(gl.getUniformLocation(program, 'view'), camera.x, camera.y, camera.scale, 0)
        gl.uniform2f(gl.getUniformLocation(program, 'frame'), width, height)
        for (const key of ['ink', 'accent', 'ground', 'rim'] as const) {
          const place = gl.getUniformLocation(program, key)
          if (place) gl.uniform4fv(place, inks[key])
        }
      }
      set(ties)
      gl.bindVertexArray(tieArray)
      gl.drawArrays(gl.LINES, 0, ends)
      set(dots)
      gl.uniform1f(gl.getUniformLocation(dots, 'ratio'), ratio)
      gl.uniform1f(gl.getUniformLocation(dots, 'roomy'), nodes < 300 ? 1.5 : nodes < 3_000 ? 1.1 : 0.7)
      gl.bindVertexArray(dotArray)
      gl.drawArrays(gl.POINTS, 0, nodes)
    },
  }
}

function programOf(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram()
  for (const [kind, text] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind)!
    gl.shaderSource(shader, text)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? 'shader')
  }
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? 'program')
  return program
}

const isTieMarked = ({ marked, selected, from, to }: Scene, tie: number): boolean => {
  const [a, b] = [from[tie]!, to[tie]!]
  if (a === selected || b === selected) return true
  return marked.has(a) && marked.has(b)
}
/** 2 in the accent, else a share of the usual ink. */
const strengthOf = (scene: Scene, tie: number): number => (isTieMarked(scene, tie) ? 2 : scene.faded ? 0.25 : 1)

function orderOf(scene: Scene): Int32Array {
  const order = new Int32Array(scene.from.length)
  let low = 0
  let high = order.length
  for (let i = 0; i < order.length; i++) {
    if (isTieMarked(scene, i)) order[--high] = i
    else order[low++] = i
  }
  return order
}

function rgb(colour: string): number[] {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour.trim())
  return hex ? hex.slice(1).map((part) => Number.parseInt(part, 16) / 255) : [0.5, 0.5, 0.5]
}

/** Ties drawn while the picture moves under a hand, at most: the rest comes when it rests. */
const HURRIED_TIES = 6_000

function plainBrush(context: OffscreenCanvasRenderingContext2D, canvas: OffscreenCanvas): Brush {
  let scene: Scene | undefined
  let theme: Theme | undefined
  return {
    name: 'canvas 2D',
    load(next, look) {
      scene = next
      theme = look
    },
    move(positions) {
      if (scene) scene = { ...scene, positions }
    },
    draw({ x, y, scale }, width, height, ratio, hurried) {
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, canvas.width, canvas.height)
      if (!scene || !theme) return
      const { positions, from, to, kind, dress, faded, marked, selected } = scene
      const [a, b] = [ratio * scale, ratio * (width / 2 - x * scale)]
      const c = ratio * (height / 2 - y * scale)
      const every = hurried ? Math.max(1, Math.ceil(from.length / HURRIED_TIES)) : 1
      const dense = Math.min(1, Math.max(0.12, 26 / Math.sqrt(from.length + 1)))
      const trace = (wanted: boolean) => {
        context.beginPath()
        for (let i = 0; i < from.length; i += wanted ? 1 : every) {
          if (isTieMarked(scene!, i) !== wanted) continue
          context.moveTo(positions[2 * from[i]!]! * a + b, positions[2 * from[i]! + 1]! * a + c)
          context.lineTo(positions[2 * to[i]!]! * a + b, positions[2 * to[i]! + 1]! * a + c)
        }
        context.stroke()
      }
      context.lineWidth = ratio
      context.strokeStyle = theme.quiet
      context.globalAlpha = dense * 0.75 * (faded ? 0.25 : 1)
      trace(false)
      context.globalAlpha = 1
      context.strokeStyle = theme.accent
      context.lineWidth = 1.5 * ratio
      trace(true)
      const nodes = kind.length
      for (let v = 0; v < nodes; v++) {
        const [px, py] = [positions[2 * v]! * a + b, positions[2 * v + 1]! * a + c]
        if (px < -20 || py < -20 || px > canvas.width + 20 || py > canvas.height + 20) continue
        const stands_out = v === selected || marked.has(v)
        const radius = radiusOf(dress.size[v]!, scale, nodes) * ratio * (v === selected ? 1.35 : 1)
        context.globalAlpha = faded && !stands_out ? 0.24 : 1
        context.fillStyle = theme.palette[dress.colour[v]! % theme.palette.length]!
        context.beginPath()
        shape(context, kind[v]!, px, py, radius)
        context.fill()
        if (radius < 3 * ratio && !stands_out) continue
        context.lineWidth = stands_out ? 2.5 * ratio : ratio
        context.strokeStyle = stands_out ? theme.ink : theme.ground
        context.stroke()
      }
      context.globalAlpha = 1
    },
  }
}

function shape(context: OffscreenCanvasRenderingContext2D, kind: number, x: number, y: number, r: number) {
  const corners = (points: readonly (readonly [number, number])[]) => {
    for (const [i, [dx, dy]] of points.entries()) {
      if (i === 0) context.moveTo(x + dx * r, y + dy * r)
      else context.lineTo(x + dx * r, y + dy * r)
    }
    context.closePath()
  }
  if (kind === 1) context.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76)
  else if (kind === 2)
    corners([
      [0, -1.15],
      [1.15, 0],
      [0, 1.15],
      [-1.15, 0],
    ])
  else if (kind === 3)
    corners([
      [0, -1.2],
      [1, 0.68],
      [-1, 0.68],
    ])
  else if (kind === 4)
    corners([
      [0.95, 0],
      [0.48, 0.86],
      [-0.48, 0.86],
      [-0.95, 0],
      [-0.48, -0.86],
      [0.48, -0.86],
    ])
  else context.arc(x, y, r, 0, Math.PI * 2)
}

const LABEL_HIGH = 17
const MOST_LABELS = 70
/** Of many nodes only the largest are tried. */
const MOST_TRIED = 3_000
const LONGEST_LABEL = 34

/** The names of those that stand out and of the largest in view, none over another. */
export function drawLabels(
  context: OffscreenCanvasRenderingContext2D,
  scene: Scene,
  by_size: Int32Array,
  theme: Theme,
  { x, y, scale }: Camera,
  { width, height, ratio }: { width: number; height: number; ratio: number },
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  context.font = `500 13px ${theme.font}`
  context.textAlign = 'center'
  context.textBaseline = 'top'
  context.direction = theme.rtl ? 'rtl' : 'ltr'
  context.lineJoin = 'round'
  const taken: (readonly [left: number, top: number, right: number])[] = []
  const write = (v: number, must: boolean) => {
    if (taken.length >= MOST_LABELS) return
    const [px, py] = [(scene.positions[2 * v]! - x) * scale + width / 2, (scene.positions[2 * v + 1]! - y) * scale + height / 2]
    if (px < 0 || py < 0 || px > width || py > height) return
    const text = scene.label(v)
    const short = text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text
    const half = context.measureText(short).width / 2 + 3
    const top = py + radiusOf(scene.dress.size[v]!, scale, scene.kind.length) + 3
    const is_free = taken.every(([left, above, right]) => px + half < left || px - half > right || Math.abs(above - top) > LABEL_HIGH)
    if (!is_free && !must) return
    taken.push([px - half, top, px + half])
    context.globalAlpha = scene.faded && !scene.marked.has(v) && v !== scene.selected ? 0.5 : 1
    context.strokeStyle = theme.ground
    context.lineWidth = 4
    context.strokeText(short, px, top)
    context.fillStyle = theme.ink
    context.fillText(short, px, top)
  }
  if (scene.selected >= 0) write(scene.selected, true)
  for (const v of scene.marked) write(v, false)
  for (const v of by_size.subarray(0, MOST_TRIED)) {
    if (taken.length >= MOST_LABELS) break
    write(v, false)
  }
  context.globalAlpha = 1
}
