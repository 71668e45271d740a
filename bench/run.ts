// Luthier beside LAMMPS in one run: interleaved, medians and ratios. `--json` prints numbers for programs.
import { measureBispectra } from "./bispectrum.ts"
import { measureClusterExpansions } from "./cluster-expansion.ts"
import { measureDescents } from "./descents.ts"
import { copperCrystal, copperTerm, embeddedCopper } from "./embedded-atoms.ts"
import { hasLammps } from "./lammps.ts"
import { argon, argonTerm, lennardJones } from "./lennard-jones.ts"
import { measureLinearAlgebra } from "./linear-algebra.ts"
import { measureScaling } from "./scaling.ts"
import { measureDynamics, measureTeams } from "./molecular-dynamics.ts"
import { printTables } from "./print.ts"
import { runContest } from "./side-by-side.ts"
import { measureSplines } from "./splines.ts"
import { measureWholeFit } from "./whole-fit.ts"

if (!hasLammps()) {
  process.stderr.write("No `lmp` on the PATH: nothing to compare with. On Debian: sudo apt-get install lammps\n")
  process.exit(2)
}
const rounds = 5
const contests = [lennardJones(rounds), embeddedCopper(rounds)].map((contest) => {
  process.stderr.write(`${contest.name}: ${contest.structure.numbers.length} atoms, ${rounds} rounds …\n`)
  return runContest(contest)
})
process.stderr.write("Molecular dynamics …\n")
const dynamics = [...measureDynamics(rounds), ...(await measureTeams(rounds))]
process.stderr.write("Cluster expansions, bispectra, splines …\n")
const clusters = measureClusterExpansions(rounds)
const expansions = [...clusters, ...measureBispectra(rounds), ...measureSplines(rounds)]
process.stderr.write("A whole linear fit …\n")
const wholeFit = measureWholeFit(clusters.at(-1)!.plain)
process.stderr.write("Linear algebra …\n")
const algebra = await measureLinearAlgebra(rounds)
process.stderr.write("Fits by exact derivatives and by secants …\n")
const descents = await measureDescents()
process.stderr.write("From 4,000 to 500,000 atoms …\n")
const results = {
  comparisons: [...contests.flatMap(({ comparisons }) => comparisons), ...dynamics],
  agreements: contests.flatMap(({ agreements }) => agreements),
  scaling: [
    ...measureScaling("Lennard-Jones", argon, argonTerm, 1, rounds),
    ...measureScaling("Embedded atoms", copperCrystal, copperTerm, 1, rounds),
  ],
  expansions,
  algebra,
  wholeFit,
  descents,
}
process.stdout.write(process.argv.includes("--json") ? `${JSON.stringify(results, null, 1)}\n` : printTables(results))
if (results.agreements.some(({ difference, allowed }) => !(difference <= allowed))) process.exit(1)
