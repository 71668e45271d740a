/** What a part of a suite asks for, and how that is worked out; what depends on the case, such as cells and meshes, is in its remarks. */
export interface Method {
  /** For a list of parts; motion has pages of its own. */
  readonly what?: string
  /** In a sentence or two for the reader of a table. */
  readonly how: string
}

/** Parts of suites by name: the page of a suite says how, and the documentation both. */
export const methods: Readonly<Record<string, Method>> = Object.freeze({
  crystal: {
    what: "lengths and angles of the cell, volume, cohesive energy",
    how: "Minimum of the energy over the strains and displacements that the space group leaves free, forces below 10⁻¹⁰ eV/Å. The cohesive energy is counted from free atoms, of charges from free ions.",
  },
  "equation-of-state": {
    what: "V₀, B₀, B′",
    how: "Least squares of 11 energies within ±6 % of the volume at rest, to Birch–Murnaghan’s (doi:10.1103/PhysRev.71.809) and Vinet’s (doi:10.1029/JB092iB09p09319) forms; ions, and the shape of the cell as far as symmetry leaves it free, relaxed at each volume. Where energies are smooth B₀ is Reuss’s of the elastic constants; a remark tells where the modulus changes with the strain, or energies bend as neither form does.",
  },
  elastic: {
    what: "independent C_ij, bulk modulus, averages over grains, anisotropy, Debye temperature",
    how: "Second derivatives of the energy by strains and internal strains at rest, ions relaxed, from the fewest strains of the point group. The bulk modulus of Reuss, 1/ΣS_ij over i, j ≤ 3, is that under hydrostatic pressure; averages over grains after Hill (doi:10.1088/0370-1298/65/5/307), anisotropy after Ranganathan and Ostoja-Starzewski (doi:10.1103/PhysRevLett.101.055504), sound after Anderson (doi:10.1016/0022-3697(63)90067-2), Born’s criteria as those of the smallest eigenvalue (doi:10.1103/PhysRevB.90.224104).",
  },
  phonons: {
    what: "bands, density of states, zero-point energy, C_V and entropy; with charges that act at all distances LO beside TO",
    how: "Harmonic; force constants from central differences of exact forces on displaced atoms, as few displacements as symmetry asks for, in a cell so wide (four cutoffs) that no force is cut off or counted twice. Where charges act at all distances, waves in cells of their own.",
  },
  thermal: {
    what: "volume, expansion, B_T, C_p, Grüneisen’s γ",
    how: "Quasi-harmonic (doi:10.1103/PhysRevB.81.174301): free energies of harmonic vibrations at eight volumes from 97.5 to 106.25 %, zero-point motion included, the cell of the shape of least energy at each.",
  },
  "point-defects": {
    what: "vacancies, interstitials; of compounds antisites too",
    how: "Formation energies at the volume of the crystal, ions relaxed within the symmetry of the site, in cells of 10 Å and more; vacancies of elements in 3 × 3 × 3 conventional cells too, as most published ones are; the lowest interstitial once more, pushed out of its symmetry. Where no interstitials are usual, the widest holes between atoms.",
  },
  migration: {
    what: "barriers of the vacancy’s jumps to the nearest sites of its element",
    how: "Nudged elastic bands of five images with improved tangents (doi:10.1063/1.1323224) between minima, those between the sites included; the highest image climbs to the saddle (doi:10.1063/1.1329672), with more images around it where the path bends (doi:10.1063/1.1495401). Barriers are counted from the lowest minimum of the path; a way that no straight line leads to may be lower.",
  },
  surfaces: {
    what: "low-index surfaces as cut",
    how: "Slabs of 15 Å as cut from the crystal, one period wide, ions relaxed; energies by area of one surface.",
  },
  faults: {
    what: "usual lines of the γ surface: stable faults, and the highest point",
    how: "One fault in a periodic cell, ions relaxed across the plane; energies by area.",
  },
  boundaries: {
    what: "twins and symmetric tilt boundaries of cubic elements",
    how: "Two mirrored grains of 12 Å; cuts and shifts over a grid, thickness and ions relaxed, the lowest kept; energies by area of one boundary.",
  },
  dimers: { what: "bond, energy, vibration, curve of each pair", how: "Two atoms alone, against free ones." },
  molecule: {
    what: "binding, bonds and angles, vibrations",
    how: "Relaxed without a cell; vibrations from second derivatives at the minimum. Bonds are pairs of which no third atom is nearer to both (doi:10.1016/0031-3203(80)90066-7).",
  },
  state: {
    how: "A crystal melted in a hot bath and brought to temperature and pressure; then measured at constant energy and volume, without any bath. Errors know how long the trajectory remembers (doi:10.1063/1.457480).",
  },
  structure: {
    how: "Means over the trajectory. The structure factor comes from waves that fit into the cell, and by transform of g(r) with Lorch’s window (doi:10.1088/0022-3719/2/2/305).",
  },
  diffusion: {
    how: "From the slope of mean squared displacements, and from the integral of the velocity autocorrelation; for an infinite liquid after Yeh and Hummer (doi:10.1021/jp0477147).",
  },
  flow: {
    how: "Green–Kubo integrals of the traceless pressure (doi:10.1063/1.466970) and of the flux of energy (doi:10.1103/PhysRevB.92.094301).",
  },
  melting: { how: "Crystal and melt side by side at constant energy find the temperature at which both are equally stable." },
  heating: { how: "A crystal heated at constant pressure, at a constant rate." },
} satisfies Record<string, Method>)
