// What names an LSA within its flooding scope (RFC 2328 §12.1: type, link state id, advertising router), packed for maps.

declare const lsaKeyTextBrand: unique symbol;

/**
 * Five UTF-16 units that hold type, link state id and advertising router. Not for reading (see `lsaKeyToText`): cheap as a key of a
 * Map, and `<` on two of them is the canonical order: type, then link state id, then advertising router, all unsigned.
 */
export type LsaKeyText = string & { readonly [lsaKeyTextBrand]: true };

/** Every `LsaHeader` carries its key already; this is for keys that come alone (link state requests). */
export function lsaKeyOf(type: number, linkStateId: number, advertisingRouter: number): LsaKeyText {
  return String.fromCharCode(
    type,
    linkStateId >>> 16,
    linkStateId & 0xffff,
    advertisingRouter >>> 16,
    advertisingRouter & 0xffff,
  ) as LsaKeyText;
}
