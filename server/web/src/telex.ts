/** Vietnamese letters from plain keys, as the Telex input method composes them. No DOM here. */

/** Plain, sắc, huyền, hỏi, ngã, nặng. */
const VOWELS = ["aáàảãạ", "ăắằẳẵặ", "âấầẩẫậ", "eéèẻẽẹ", "êếềểễệ", "iíìỉĩị"].concat([
  "oóòỏõọ", "ôốồổỗộ", "ơớờởỡợ", "uúùủũụ", "ưứừửữự", "yýỳỷỹỵ",
]); // prettier-ignore
const TONES: Readonly<Record<string, number>> = { z: 0, s: 1, f: 2, r: 3, x: 4, j: 5 };
/** A letter and the key after it that changes it. */
const MARKS: Readonly<Record<string, string>> = {
  aa: "â", aw: "ă", ee: "ê", oo: "ô", ow: "ơ", uw: "ư", dd: "đ",
}; // prettier-ignore

/** The text after one more key. Only the last word changes. */
export function telex(text: string, key: string): string {
  const start = text.lastIndexOf(" ") + 1;
  const word = text.slice(start);
  return text.slice(0, start) + (composed(word, key.toLowerCase()) ?? word + key);
}

/** The text with this tone on its last word (0 takes it away), as it was where it has no vowel. */
export function toned(text: string, tone: number): string {
  const start = text.lastIndexOf(" ") + 1;
  return text.slice(0, start) + withTone(text.slice(start), tone);
}

function composed(word: string, key: string): string | null {
  const tone = TONES[key];
  if (tone !== undefined) {
    const changed = withTone(word, tone);
    return changed === word ? null : changed;
  }
  if (key === "w" && word.endsWith("uo")) return `${word.slice(0, -2)}ươ`;
  const last = word.slice(-1);
  const marked = last === "" ? undefined : MARKS[plain(last) + key];
  if (!marked) return null;
  // A tone that was typed before the mark stays.
  return word.slice(0, -1) + inCaseOf(last, toneTo(marked, toneOf(last)));
}

function withTone(word: string, tone: number): string {
  const place = tonePlace(word);
  if (place < 0) return word;
  const bare = [...word].map((letter) => toneTo(letter, 0));
  return bare.map((letter, at) => (at === place ? toneTo(letter, tone) : letter)).join("");
}

/** Which letter carries the tone: a marked vowel; else the last vowel before a consonant, or the
 *  one before the last ("khai", "của"); in "qu" and "gi" the first letter counts as a consonant. */
function tonePlace(word: string): number {
  const letters = [...word.toLowerCase()].map((letter) => toneTo(letter, 0));
  const glide = /^(qu|gi)(?=[aăâeêioôơuưy])/.test(letters.join("")) ? 2 : 0;
  const places = letters.flatMap((letter, at) => (at >= glide && isVowel(letter) ? [at] : []));
  const marked = places.filter((at) => "ăâêôơư".includes(letters[at] ?? ""));
  const last = places.at(-1);
  if (last === undefined) return -1;
  if (marked.length > 0) return marked.at(-1) ?? -1;
  const open = last === letters.length - 1;
  return open && places.length > 1 ? (places.at(-2) ?? last) : last;
}

const rowOf = (letter: string): string | undefined => VOWELS.find((row) => row.includes(letter.toLowerCase()));
const isVowel = (letter: string): boolean => rowOf(letter) !== undefined;
const toneOf = (letter: string): number => Math.max(0, rowOf(letter)?.indexOf(letter.toLowerCase()) ?? 0);
const plain = (letter: string): string => rowOf(letter)?.[0] ?? letter.toLowerCase();
const toneTo = (letter: string, tone: number): string => inCaseOf(letter, rowOf(letter)?.[tone] ?? letter);
const inCaseOf = (model: string, letter: string): string =>
  model === model.toLowerCase() ? letter : letter.toUpperCase();
