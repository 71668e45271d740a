import type { ExpansionCost } from "./cluster-expansion.ts"
import type { DescentCost } from "./descents.ts"
import type { AlgebraCost } from "./linear-algebra.ts"
import type { Agreement, Comparison } from "./measure.ts"
import type { SizeCost } from "./scaling.ts"
import type { FitCost } from "./whole-fit.ts"

/** Everything that `npm run bench` measured. */
export interface Results {
  readonly comparisons: readonly Comparison[]
  readonly agreements: readonly Agreement[]
  readonly scaling: readonly SizeCost[]
  readonly expansions: readonly ExpansionCost[]
  readonly algebra: readonly AlgebraCost[]
  readonly wholeFit: FitCost
  readonly descents: readonly DescentCost[]
}

/** The results as text tables. */
export function printTables({ comparisons, agreements, scaling, expansions, algebra, wholeFit, descents }: Results): string {
  const first = new Map(scaling.toReversed().map((size) => [size.name, size]))
  return [
    table(
      ["32,000 atoms, one thread unless said", "Luthier ms", "LAMMPS ms", "ratio", "aim"],
      comparisons.map(({ name, ours, theirs, ratio, target }) => [
        name,
        ours.toFixed(2),
        theirs.toFixed(2),
        ratio.toFixed(2),
        target === null ? "" : `≤ ${target} ${ratio <= target ? "met" : "MISSED"}`,
      ]),
    ),
    table(
      ["agreement with LAMMPS", "relative", "allowed"],
      agreements.map(({ name, difference, allowed }) => [name, difference.toExponential(1), allowed.toExponential(0)]),
    ),
    table(
      ["cost an atom", "atoms", "force ns", "of smallest", "list ns", "of smallest"],
      scaling.map(({ name, atoms, force, list }) => [
        name,
        String(atoms),
        force.toFixed(0),
        growth(force / first.get(name)!.force),
        list.toFixed(0),
        growth(list / first.get(name)!.list),
      ]),
    ),
    table(
      ["expansions, one thread", "Luthier µs/atom", "plain TypeScript", "ratio", "aim"],
      expansions.map(({ name, ours, plain, target }) => [
        name,
        ours.toFixed(2),
        plain.toFixed(1),
        (ours / plain).toFixed(3),
        target === null ? "" : `≤ ${target} µs ${ours <= target ? "met" : "MISSED"}`,
      ]),
    ),
    table(
      ["linear algebra, one thread", "Luthier ms", "GFLOP/s", "plain TypeScript ms", "ratio", "OpenBLAS ms", "ratio"],
      algebra.map(({ name, ours, openblas, plain, rate }) => [
        name,
        ours.toFixed(1),
        rate?.toFixed(1) ?? "",
        plain.toFixed(1),
        (ours / plain).toFixed(2),
        openblas?.toFixed(1) ?? "not found",
        openblas === null ? "" : (ours / openblas).toFixed(2),
      ]),
    ),
    table(
      ["a whole fit, one thread", "assembly s", "solution s", "one plain pass s", "ratio"],
      [
        [
          wholeFit.name,
          wholeFit.assembly.toFixed(1),
          wholeFit.solution.toFixed(1),
          wholeFit.plain.toFixed(1),
          ((wholeFit.assembly + wholeFit.solution) / wholeFit.plain).toFixed(2),
        ],
      ],
    ),
    table(
      ["fits to where secants end", "unknowns", "Luthier", "derivatives", "ms", "secants", "ms", "ratio", "end", "secants' end"],
      descents.map(({ name, parameters, ours, secants }) => [
        name,
        String(parameters),
        String(ours.costs),
        String(ours.linearisations),
        ours.ms.toFixed(1),
        String(secants.costs),
        secants.ms.toFixed(1),
        (ours.ms / secants.ms).toFixed(2),
        ours.end.toPrecision(6),
        secants.end.toPrecision(6),
      ]),
    ),
  ].join("\n")
}

/** Cost beside that of the smallest system: the aim is one that does not grow by more than 15 %. */
function growth(ratio: number): string {
  return `${ratio.toFixed(2)} ${ratio <= 1.15 ? "met" : "MISSED"}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  const format = (line: readonly string[]): string =>
    line.map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]))).join("  ")
  return `${[format(head), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(format)].join("\n")}\n`
}
