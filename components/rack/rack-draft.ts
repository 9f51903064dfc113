/** A registration as typed; numbers stay text until they are sent. */
export interface RackDraft {
  readonly name: string;
  readonly datacenterId: string;
  readonly kind: "physical" | "virtual";
  readonly mac: string;
  readonly room: string;
  readonly cabinet: string;
  readonly heightUnits: string;
}

export const EMPTY_DRAFT: RackDraft = {
  name: "",
  datacenterId: "",
  kind: "physical",
  mac: "",
  room: "",
  cabinet: "",
  heightUnits: "",
};

/** What the API takes: empty fields are absent, a height that is no number is sent as it is and refused there. */
export function registrationOf(draft: RackDraft) {
  const given = (text: string) => (text.trim() === "" ? undefined : text.trim());
  const height = given(draft.heightUnits);
  return {
    name: draft.name.trim(),
    datacenterId: draft.datacenterId,
    kind: draft.kind,
    mac: draft.kind === "virtual" ? undefined : given(draft.mac),
    room: given(draft.room),
    cabinet: given(draft.cabinet),
    heightUnits: height === undefined ? undefined : Number(height),
  };
}
