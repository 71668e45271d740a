import { elementsOf } from "../../atoms/elements.ts"
import type { Crystal } from "../crystal/crystal.ts"
import type { Observable } from "../observable.ts"
import { addEnergyDerivative, addFreeAtomDerivative, energyPerAtom, freeAtomsEnergy } from "./energies.ts"
import { equilibriumOf } from "./equilibrium.ts"

/** Energy per atom that it takes to part a crystal into free atoms [eV/atom]: positive when it is bound. */
export function cohesiveEnergy(crystal: Crystal): Observable {
  const { numbers } = crystal.primitive
  return Object.freeze({
    name: `${crystal.name}: cohesive energy`,
    kind: "cohesive energy",
    elements: elementsOf(crystal.primitive.numbers),
    dimension: "energy per atom",
    unit: "eV/atom",
    tolerance: 0.01,
    read(point) {
      const equilibrium = equilibriumOf(point, crystal)
      return { value: freeAtomsEnergy(point, numbers) / numbers.length - energyPerAtom(equilibrium), trouble: equilibrium.trouble }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      for (const number of numbers) addFreeAtomDerivative(point, number, 1 / numbers.length, out)
      addEnergyDerivative(point, equilibriumOf(point, crystal), -1, out)
      return out
    },
  } satisfies Observable)
}

/** Energy per atom of a crystal above that of another one, both relaxed [eV/atom]: positive when `reference` is the stabler. */
export function phaseDifference(crystal: Crystal, reference: Crystal): Observable {
  return Object.freeze({
    name: `${crystal.name}: energy above ${reference.name}`,
    kind: "phase difference",
    elements: elementsOf([...crystal.primitive.numbers, ...reference.primitive.numbers]),
    dimension: "energy per atom",
    unit: "meV/atom",
    tolerance: 0.05,
    read(point) {
      const [one, other] = [equilibriumOf(point, crystal), equilibriumOf(point, reference)]
      return { value: energyPerAtom(one) - energyPerAtom(other), trouble: one.trouble ?? other.trouble }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      addEnergyDerivative(point, equilibriumOf(point, crystal), 1, out)
      addEnergyDerivative(point, equilibriumOf(point, reference), -1, out)
      return out
    },
  } satisfies Observable)
}
