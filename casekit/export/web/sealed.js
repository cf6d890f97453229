// Part B, opened with its word. The twin that closes it is casekit/export/_sealed.py.

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export const canOpen = () => Boolean(globalThis.crypto?.subtle);

// The parsed content, or null when the word is not the one.
export async function unseal({ salt, iv, data, rounds }, word) {
  const plain = word.normalize("NFKC").trim().toLowerCase();
  const { subtle } = crypto;
  const raw = await subtle.importKey("raw", new TextEncoder().encode(plain), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(salt), iterations: rounds };
  const key = await subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  let padded;
  try {
    padded = await subtle.decrypt({ name: "AES-GCM", iv: bytesOf(iv) }, key, bytesOf(data));
  } catch {
    return null;
  }
  const length = new DataView(padded).getUint32(0);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(padded, 4, length)));
}
