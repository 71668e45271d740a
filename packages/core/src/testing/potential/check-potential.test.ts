import { describe, expect, it } from "vitest"
import type { Graph } from "../../graph/graph.ts"
import type { Evaluation, JacobianBlock, Potential } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { ConformanceError } from "../conformance-error.ts"
import { checkPotential, type PotentialCheckOptions } from "./check-potential.ts"

const sound = createPotential({
  kind: "pair",
  elements: ["Ti", "Al"],
  cutoff: 5.3,
  switch: { polynomial: 4.1 },
  pairs: { "*-*": { form: "buckingham", parameters: { A: 851.3, rho: 0.31, C: 14.2 } } },
})

/** The sound potential with something done to its answer. */
function broken(spoil: {
  evaluate?: (out: Evaluation, graph: Graph) => void
  jacobian?: (block: JacobianBlock) => void
  rest?: object
}): Potential {
  return {
    ...sound,
    evaluate(graph, theta, out) {
      sound.evaluate(graph, theta, out)
      spoil.evaluate?.(out, graph)
    },
    jacobian(graph, s, theta, block) {
      sound.jacobian(graph, s, theta, block)
      spoil.jacobian?.(block)
    },
    ...spoil.rest,
  }
}

function complaint(potential: Potential, options: PotentialCheckOptions = {}): string {
  try {
    checkPotential(potential, { spacing: 2.6, ...options })
  } catch (error) {
    if (error instanceof ConformanceError) return error.message
    throw error
  }
  return "nothing"
}

describe("checkPotential", () => {
  it("finds nothing wrong with a sound potential, whatever the seed", () => {
    for (const seed of [1, 2, 3]) expect(complaint(sound, { seed })).toBe("nothing")
  })

  it("finds a force of the wrong size", () => {
    const potential = broken({ evaluate: ({ forces }) => forces.forEach((force, k) => (forces[k] = force * (1 + 3e-6))) })
    expect(complaint(potential)).toMatch(/^forces are −∂E\/∂R: the force on atom \d along [xyz] of a cluster of seed 1 is /u)
  })

  it("finds shears of the virial that changed places", () => {
    const potential = broken({
      evaluate({ virials }) {
        for (let s = 0; s < virials.length; s += 6) [virials[s + 3], virials[s + 5]] = [virials[s + 5], virials[s + 3]]
      },
    })
    expect(complaint(potential)).toMatch(/^the virial is −∂E\/∂ε: W_(yz|xy) of a cluster/u)
  })

  it("finds a wrong row of each part of the Jacobian, and the parameter it belongs to", () => {
    for (const [part, row, law] of [
      ["energy", 0, "∂E/∂θ"],
      ["forces", 4, "∂F/∂θ"],
      ["virial", 5, "∂W/∂θ"],
    ] as const) {
      const potential = broken({ jacobian: (block) => (block[part][row * block.stride + block.column + 1] *= 1.001) })
      expect(complaint(potential)).toMatch(new RegExp(`^${law}: for pair\\.Ti-Ti\\.rho, the `, "u"))
    }
  })

  it("finds a Jacobian that overwrites", () => {
    const potential = broken({ jacobian: (block) => (block.energy[block.column] -= 0.25) })
    expect(complaint(potential)).toMatch(/^∂E\/∂θ: for pair\.Ti-Ti\.A, the energy/u)
  })

  it("finds a parameter that only pretends to be linear", () => {
    const parameters = sound.parameters.map((parameter) => ({ ...parameter, linear: true }))
    expect(complaint(broken({ rest: { parameters } }))).toMatch(/^linear parameters are linear together: row/u)
  })

  it("finds an energy that depends on the direction, the order or the batch", () => {
    const tilted = broken({ evaluate: ({ energies }, { vectors }) => (energies[0] += vectors[0] > 0 ? 0.01 : 0) })
    expect(complaint(tilted)).toMatch(/^(translation|rotation|permutation|forces)/u)
    const first = broken({ evaluate: ({ energies }) => (energies[0] += 0.01) })
    expect(complaint(first)).toMatch(/^permutation permutes the answer: the energy of atom/u)
    const batched = broken({
      evaluate: ({ energies }, { structures }) => (energies[energies.length - 1] += structures.length > 2 ? 0.01 : 0),
    })
    expect(complaint(batched)).toMatch(/^a batch changes nothing/u)
  })

  it("finds an energy that does not grow with the system", () => {
    const potential = broken({
      evaluate: ({ energies }, graph) => energies.forEach((_, k) => (energies[k] += graph.species.length > 9 ? 0.01 : 0)),
    })
    expect(complaint(potential)).toMatch(/^(a supercell is the sum of its cells|atoms beyond the cutoff do not matter|a batch)/u)
  })

  it("finds a jump at the cutoff, unless it was announced", () => {
    const truncated = createPotential({ ...sound.spec, switch: "shift" })
    expect(complaint(truncated)).toMatch(/^the force is continuous: the force between elements 22 and 22 at 5\.3 Å jumps/u)
    expect(complaint(truncated, { smoothness: 0 })).toBe("nothing")
    expect(complaint(createPotential({ ...sound.spec, switch: "none" }), { smoothness: 0 })).toMatch(/^the energy is continuous/u)
  })

  it("leaves out a law for which a reason is given", () => {
    const parameters = sound.parameters.map((parameter) => ({ ...parameter, linear: true }))
    expect(complaint(broken({ rest: { parameters } }), { except: { linearity: "rho is declared linear here" } })).toBe("nothing")
  })
})
