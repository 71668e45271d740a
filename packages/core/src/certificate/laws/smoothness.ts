import { minimumDistances } from "../../atoms/distances.ts"
import type { Structure } from "../../atoms/structure.ts"
import type { Bench } from "../bench.ts"
import type { Measurement } from "../measurement.ts"
import { findJumps, type Jump, type Kind } from "../scans/jumps.ts"
import { breathingPath, departurePath, dimerPath, slidePath, trianglesPath, type Path } from "../scans/path.ts"

const STEPS = { full: 300, quick: 150 } as const
/** Surfaces that atoms leave. */
const SURFACES = 3
/** Distance of companions, in shortest distances. */
const SPACED = 1.2
/** Crystals that breathe, and atoms of one, at most. */
const [BREATHING, ATOMS] = [6, 40]
/** From where to where: nearest atoms, in parts of their distance; no atom shall lose all its neighbours, which are not all that near. */
const [COMPRESSED, SWOLLEN, WITHIN] = [0.95, 1.35, 0.72]
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
    const crossing = pairsAt(path.at(place), bench.potential.cutoff) > 0 ? ", where a pair reaches the cutoff" : ""
    yield {
      value: size,
      bound,
      where: `${path.name} at ${place.toFixed(4)} Å${crossing}: ${size.toPrecision(2)} ${unit}`,
      structures: () => [path.at(place - 1e-6), path.at(place + 1e-6)],
    }
  }
}

/** Pairs of a cluster that are so far apart. */
function pairsAt({ numbers, positions: p, cell }: Structure, distance: number): number {
  if (cell) return 0
  let count = 0
  for (let i = 0; i < numbers.length; i++) {
    for (let j = 0; j < i; j++) {
      const r = Math.hypot(p[3 * i] - p[3 * j], p[3 * i + 1] - p[3 * j + 1], p[3 * i + 2] - p[3 * j + 2])
      if (Math.abs(r - distance) < 1e-4) count++
    }
  }
  return count
}

interface Scan {
  readonly path: Path
  readonly jumps: Readonly<Record<Kind, Jump>>
  /** Whether an atom comes to others that had none before: √ρ, ρ ln ρ or a bond order ζⁿ is infinitely steep there, in a gas only. */
  readonly lone: boolean
}

const scans = new WeakMap<Bench, readonly Scan[]>()

/**
 * The paths along which smoothness is looked at: every pair through the cutoff, alone and with neighbours, atoms that leave a surface and
 * that slide over it, and hot crystals that breathe.
 */
function scansOf(bench: Bench): readonly Scan[] {
  let found = scans.get(bench)
  if (!found) scans.set(bench, (found = [...scanned(bench)]))
  return found
}

function* scanned(bench: Bench): Generator<Scan> {
  const { potential, shortest, samples } = bench
  const steps = STEPS[bench.effort]
  const end = 1.05 * potential.cutoff
  const spaced = (a: number): number => {
    const own = shortest.find(({ elements }) => elements[0] === a && elements[1] === a)
    return Math.min(SPACED * (own?.distance ?? Infinity), 0.9 * potential.cutoff)
  }
  for (const { elements, distance } of shortest) {
    const [a, b] = elements
    const nearest = Math.min(distance, potential.cutoff)
    const dimer = dimerPath(bench, a, b)
    yield { path: dimer, jumps: findJumps(dimer, 0.7 * nearest, end, steps, [potential.cutoff]), lone: true }
    const pair = trianglesPath(bench, a, b, [spaced(a), spaced(b)])
    yield { path: pair, jumps: findJumps(pair, 0.9 * nearest, end, steps, [potential.cutoff]), lone: false }
  }
  const surfaces = samples.filter(({ structure: { pbc } }) => pbc[0] && pbc[1] && !pbc[2])
  for (const { structure, name } of surfaces.slice(0, SURFACES)) {
    const side = spaced(structure.numbers[0])
    const path = departurePath(bench, name, structure, side)
    yield { path, jumps: findJumps(path, 0.75 * side, end, steps, [potential.cutoff]), lone: false }
    const slide = slidePath(bench, name, structure, side)
    yield { path: slide, jumps: findJumps(slide, -1.5 * side, 1.5 * side, steps, []), lone: false }
  }
  const crystals = samples.filter(({ structure: { pbc, numbers } }) => pbc.every(Boolean) && numbers.length <= ATOMS)
  for (const { structure, name } of crystals.slice(-BREATHING)) {
    const nearest = Math.min(...minimumDistances(structure).map(({ distance }) => distance))
    const path = breathingPath(bench, name, structure, nearest)
    const [from, to] = [COMPRESSED * nearest, Math.min(SWOLLEN * nearest, WITHIN * potential.cutoff)]
    if (from < to) yield { path, jumps: findJumps(path, from, to, steps, []), lone: false }
  }
}
