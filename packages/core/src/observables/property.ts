/** What a frame of reference data may be labelled with. */
export type Property = "energy" | "forces" | "stress"

/** The properties in the order in which observations, classes and tables list them. */
export const properties: readonly Property[] = ["energy", "forces", "stress"]

/** Units inside: of energies per atom, force components, stress components. */
export const propertyUnits: Readonly<Record<Property, string>> = { energy: "eV/atom", forces: "eV/Å", stress: "eV/Å³" }
