#!/usr/bin/env python3
"""Makes "Inter Tabular" of Inter: digits of one width by default, so that live numbers do not jitter.

Qt 6.4 cannot switch on the OpenType feature tnum, therefore the character map is rewritten to name the
tabular glyphs directly. Everything else of the font stays as it is.

    tabular.py SOURCE_DIR TARGET_DIR        (SOURCE_DIR: /usr/share/fonts/opentype/inter)
"""
import struct
import sys
from pathlib import Path

FAMILY = "Inter Tabular"
WEIGHTS = ["Regular", "Medium", "SemiBold", "Bold"]


def u16(data, at):
    return struct.unpack_from(">H", data, at)[0]


def u32(data, at):
    return struct.unpack_from(">I", data, at)[0]


def read_tables(data):
    tables = {}
    for i in range(u16(data, 4)):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * i)
        tables[tag] = data[offset:offset + length]
    return tables


def read_cmap(cmap):
    """Code point to glyph, from the format 12 subtable or else the format 4 one."""
    subtables = {u16(cmap, at): at for at in
                 (u32(cmap, 8 + 8 * i) for i in range(u16(cmap, 2)))}
    mapping = {}
    if 12 in subtables:
        at = subtables[12]
        for i in range(u32(cmap, at + 12)):
            first, last, glyph = struct.unpack_from(">III", cmap, at + 16 + 12 * i)
            for code in range(first, last + 1):
                mapping[code] = glyph + code - first
        return mapping
    at = subtables[4]
    count = u16(cmap, at + 6) // 2
    for i in range(count):
        last = u16(cmap, at + 14 + 2 * i)
        first = u16(cmap, at + 16 + 2 * count + 2 * i)
        delta = u16(cmap, at + 16 + 4 * count + 2 * i)
        range_at = at + 16 + 6 * count + 2 * i
        for code in range(first, last + 1):
            if code == 0xFFFF:
                continue
            if u16(cmap, range_at) == 0:
                glyph = (code + delta) & 0xFFFF
            else:
                glyph = u16(cmap, range_at + u16(cmap, range_at) + 2 * (code - first))
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            if glyph:
                mapping[code] = glyph
    return mapping


def coverage(data, at):
    if u16(data, at) == 1:
        return [u16(data, at + 4 + 2 * i) for i in range(u16(data, at + 2))]
    glyphs = []
    for i in range(u16(data, at + 2)):
        first, last, _ = struct.unpack_from(">HHH", data, at + 4 + 6 * i)
        glyphs += range(first, last + 1)
    return glyphs


def single_substitutions(gsub, feature):
    """Glyph to glyph of all single substitutions that the feature lists."""
    features, lookups = u16(gsub, 6), u16(gsub, 8)
    indexes = set()
    for i in range(u16(gsub, features)):
        tag, offset = struct.unpack_from(">4sH", gsub, features + 2 + 6 * i)
        if tag == feature:
            table = features + offset
            indexes |= {u16(gsub, table + 4 + 2 * k) for k in range(u16(gsub, table + 2))}
    result = {}
    for index in sorted(indexes):
        lookup = lookups + u16(gsub, lookups + 2 + 2 * index)
        kind = u16(gsub, lookup)
        for i in range(u16(gsub, lookup + 4)):
            at, kind_here = lookup + u16(gsub, lookup + 6 + 2 * i), kind
            if kind == 7:
                kind_here = u16(gsub, at + 2)
                at += u32(gsub, at + 4)
            if kind_here != 1:
                continue
            covered = coverage(gsub, at + u16(gsub, at + 2))
            for k, glyph in enumerate(covered):
                if u16(gsub, at) == 1:
                    result[glyph] = (glyph + u16(gsub, at + 4)) & 0xFFFF
                else:
                    result[glyph] = u16(gsub, at + 6 + 2 * k)
    return result


def make_cmap(mapping):
    groups = []
    for code in sorted(mapping):
        glyph = mapping[code]
        if groups and code == groups[-1][1] + 1 and glyph == groups[-1][2] + code - groups[-1][0]:
            groups[-1][1] = code
        else:
            groups.append([code, code, glyph])
    body = b"".join(struct.pack(">III", *group) for group in groups)
    subtable = struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(groups)) + body
    header = struct.pack(">HH", 0, 2) + struct.pack(">HHI", 0, 4, 20) + struct.pack(">HHI", 3, 10, 20)
    return header + subtable


def make_names(name, weight):
    keep, strings = [], b""
    for i in range(u16(name, 2)):
        platform, encoding, language, kind, length, offset = struct.unpack_from(">6H", name, 6 + 12 * i)
        if platform != 3:
            continue
        text = name[u16(name, 4) + offset:][:length].decode("utf-16-be")
        style_linked = weight in ("Regular", "Bold")
        text = {1: FAMILY if style_linked else f"{FAMILY} {weight}",
                3: f"{FAMILY} {weight}; digits of one width",
                4: f"{FAMILY} {weight}",
                6: f"{FAMILY.replace(' ', '')}-{weight}",
                16: FAMILY}.get(kind, text)
        keep.append((platform, encoding, language, kind, text.encode("utf-16-be")))
    records = b""
    for platform, encoding, language, kind, text in keep:
        records += struct.pack(">6H", platform, encoding, language, kind, len(text), len(strings))
        strings += text
    return struct.pack(">HHH", 0, len(keep), 6 + len(records)) + records + strings


def checksum(data):
    padded = data + b"\0" * (-len(data) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF


def write_font(flavour, tables):
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">4s4H", flavour, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    tables[b"head"] = tables[b"head"][:8] + b"\0\0\0\0" + tables[b"head"][12:]
    offset, directory, body = 12 + 16 * count, b"", b""
    for tag in sorted(tables):
        data = tables[tag]
        directory += struct.pack(">4sIII", tag, checksum(data), offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    font = bytearray(head + directory + body)
    head_at = next(u32(font, 12 + 16 * i + 8) for i in range(count) if font[12 + 16 * i:][:4] == b"head")
    struct.pack_into(">I", font, head_at + 8, (0xB1B0AFBA - checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def main(source, target):
    for weight in WEIGHTS:
        data = (Path(source) / f"Inter-{weight}.otf").read_bytes()
        tables = read_tables(data)
        substitutions = single_substitutions(tables[b"GSUB"], b"tnum")
        mapping = read_cmap(tables[b"cmap"])
        for character in "0123456789":
            code = ord(character)
            mapping[code] = substitutions[mapping[code]]
        tables[b"cmap"] = make_cmap(mapping)
        tables[b"name"] = make_names(tables[b"name"], weight)
        tables.pop(b"DSIG", None)
        (Path(target) / f"InterTabular-{weight}.otf").write_bytes(write_font(data[:4], tables))


if __name__ == "__main__":
    main(*sys.argv[1:3])
