import { hasLammps } from "./lammps.ts"
import { lennardJones } from "./lennard-jones.ts"
import { runContest } from "./side-by-side.ts"

if (!hasLammps()) {
  process.stderr.write("No `lmp` on the PATH: nothing to compare with. On Debian: sudo apt-get install lammps\n")
  process.exit(2)
}
const contests = [lennardJones(3)]
const results = contests.map(runContest)
console.log(JSON.stringify(results, null, 1))
