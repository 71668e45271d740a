// How well hot crystals of each family of potentials keep their energy: node --conditions=source scripts/energy-drift.ts [steps] [words of a name]
import { engineOf, keepEnergy } from "../packages/core/src/dynamics/fixtures/energy-drift.ts"
import { hotCrystals } from "../packages/core/src/dynamics/fixtures/hot-crystals.ts"
import { recommendStep } from "../packages/core/src/dynamics/timestep/recommend-step.ts"

const HEATING = 1000
const [count = "10000", ...words] = process.argv.slice(2)
const steps = Number(count)
process.stdout.write("| | step fs | drift eV/atom/ps | deviation eV/atom | by that of half the step |\n|---|--:|--:|--:|--:|\n")
for (const crystal of hotCrystals.filter(({ name }) => words.every((word) => name.includes(word)))) {
  const engine = engineOf(crystal)
  const { name, structure, temperature } = crystal
  const { timestep } = recommendStep(structure, engine, temperature)
  const { drift, deviation } = keepEnergy(crystal, engine, timestep, HEATING, steps)
  const [whole, half] = [1, 2].map((parts) => keepEnergy(crystal, engine, timestep / parts, 0, 100 * parts).deviation)
  const numbers = [drift.toExponential(2), deviation.toExponential(2), (whole / half).toFixed(2)]
  process.stdout.write(`| ${name} | ${timestep} | ${numbers.join(" | ")} |\n`)
  engine.release()
}
