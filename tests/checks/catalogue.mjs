// The messages of a .ts file.
export const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, "&");
const inner = (xml, tag) => unescape(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`).exec(xml)?.[1] ?? "");

/** {context, source, forms, whole} of every message; forms are the translation, or its plural forms. */
export function messages(xml) {
  return [...xml.matchAll(/<context>([\s\S]*?)<\/context>/g)].flatMap(([, context]) =>
    [...context.matchAll(/<message[^>]*>([\s\S]*?)<\/message>/g)].map(([whole, body]) => ({
      context: inner(context, "name"),
      source: inner(body, "source"),
      forms: whole.includes("<numerusform") ? [...whole.matchAll(/<numerusform[^>]*>([\s\S]*?)<\/numerusform>/g)].map((match) => unescape(match[1])) : [inner(body, "translation")],
      whole,
    })));
}
