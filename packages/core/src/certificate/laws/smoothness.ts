import type { Structure } from "../../atoms/structure.ts"
import type { Bench } from "../bench.ts"
import type { Measurement } from "../measurement.ts"
import { findJumps, type Jump, type Kind } from "../scans/jumps.ts"
import { accompaniedPath, dimerPath, motionPath, type Path } from "../scans/path.ts"

const STEPS = 300
/** Clusters out of which an atom is drawn. */
const CLUSTERS = 2
/** Distance of companions, in shortest distances. */
const SPACED = 1.2
/** How far a fast atom moves against its neighbour in one step of molecular dynamics [Å]. */
const MOTION = 0.01
/** Part of the binding of an atom by which one crossing of a jump may falsify its energy. */
const ERROR = 1e-6
/** The same of a jump of F′, whose error falls with the square of the step. */
const ERROR_OF_KINKS = 1e-3

/** E is continuous: of a jump ΔE all is lost at each crossing, `ΔE ≤ 10⁻⁶ U`. */
export function energyLaw(bench: Bench): Generator<Measurement> {
  return jumpsLaw(bench, "energy", "eV", ERROR * bench.scales.energy)
}

/** F is continuous: a step of length s that crosses a jump errs by up to `ΔF s/2 ≤ 10⁻⁶ U`. */
export function forceLaw(bench: Bench): Generator<Measurement> {
  return jumpsLaw(bench, "force", "eV/Å", (2 * ERROR * bench.scales.energy) / MOTION)
}

/** F′ jumps by little: a step that crosses errs by up to `ΔF′ s²/8 ≤ 10⁻³ U`. */
export function stiffnessLaw(bench: Bench): Generator<Measurement> {
  return jumpsLaw(bench, "stiffness", "eV/Å²", (8 * ERROR_OF_KINKS * bench.scales.energy) / MOTION ** 2)
}

function* jumpsLaw(bench: Bench, kind: Kind, unit: string, bound: number): Generator<Measurement> {
  for (const { path, jumps, lone } of scansOf(bench)) {
    if (lone && kind !== "energy") continue
    const { place, size } = jumps[kind]
    yield {
      value: size,
      bound,
      where: `${path.name} at ${place.toFixed(4)} Å: ${size.toPrecision(2)} ${unit}`,
      structures: () => [path.at(place - 1e-6), path.at(place + 1e-6)],
    }
  }
}

interface Scan {
  readonly path: Path
  readonly jumps: Readonly<Record<Kind, Jump>>
  /** Whether atoms lose their last neighbour: an embedding such as √ρ or ρ ln ρ is infinitely steep there, and it matters to a gas only. */
  readonly lone: boolean
}

const scans = new WeakMap<Bench, readonly Scan[]>()

/** The paths along which smoothness is looked at: every pair through the cutoff, alone and with neighbours, and pairs drawn out of clusters. */
function scansOf(bench: Bench): readonly Scan[] {
  let found = scans.get(bench)
  if (!found) scans.set(bench, (found = [...scanned(bench)]))
  return found
}

function* scanned(bench: Bench): Generator<Scan> {
  const { potential, shortest, samples, scales } = bench
  const end = 1.05 * potential.cutoff
  const between = (a: number, b: number): number =>
    Math.min(
      shortest.find(({ elements }) => elements[0] === Math.min(a, b) && elements[1] === Math.max(a, b))?.distance ?? Infinity,
      potential.cutoff,
    )
  for (const { elements } of shortest) {
    const [a, b] = elements
    const from = 0.7 * between(a, b)
    const dimer = dimerPath(bench, a, b)
    yield { path: dimer, jumps: findJumps(dimer, from, end, STEPS, [potential.cutoff]), lone: true }
    const pair = accompaniedPath(bench, a, b, [SPACED * between(a, a), SPACED * between(b, b)])
    yield { path: pair, jumps: findJumps(pair, from, end, STEPS, [potential.cutoff]), lone: false }
  }
  const clusters = samples.filter(({ structure }) => structure.cell === null && structure.numbers.length > 2)
  for (const { structure, name } of clusters.slice(0, CLUSTERS)) {
    const { positions: p, numbers } = structure
    const centre = [0, 1, 2].map((c) => p.reduce((sum, x, k) => (k % 3 === c ? sum + x : sum), 0) / numbers.length)
    const away = Array.from(numbers, (_, i) => [0, 1, 2].map((c) => p[3 * i + c] - centre[c]))
    const lengths = away.map((v) => Math.hypot(...v))
    const outermost = lengths.indexOf(Math.max(...lengths))
    const direction = away[outermost].map((x) => x / lengths[outermost])
    const element = numbers[outermost]
    const companion = direction.map((u, c) => p[3 * outermost + c] + SPACED * between(element, element) * u)
    const company: Structure = { ...structure, numbers: Int32Array.of(...numbers, element), positions: Float64Array.of(...p, ...companion) }
    const path = motionPath(bench, `two atoms drawn out of ${name}`, company, [outermost, numbers.length], direction)
    yield { path, jumps: findJumps(path, -0.1 * scales.length, end + lengths[outermost], STEPS, []), lone: false }
  }
}
