/** Which centre a page without a key is about, where an installation has several. */

/** The centre's id as the page's address (`?centre=`) or the server named it; "" for the usual. */
export function namedCentre(): string {
  const told = document.documentElement.dataset["centre"];
  return told ?? new URLSearchParams(location.search).get("centre") ?? "";
}

/** An address on this server, for the same centre. */
export function inCentre(address: string): string {
  const centre = namedCentre();
  if (centre === "" || !address.startsWith("/")) return address;
  return `${address}${address.includes("?") ? "&" : "?"}centre=${encodeURIComponent(centre)}`;
}
