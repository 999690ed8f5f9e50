"""Invented innovations told section by section: material for the demonstration and rehearsals."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("innovations.toml")


@dataclass(frozen=True)
class Story:
    """What an invented innovation is about; ``before`` and ``after`` are values of ``measure``."""

    agency: str
    category: str
    title: str
    problem: str
    idea: str
    measure: str
    before: int
    after: int
    digital: bool


@dataclass(frozen=True)
class Remembered:
    """An innovation of the public record, without added facts."""

    agency: str
    title: str
    note: str


@cache
def stories() -> tuple[Story, ...]:
    """All invented innovations, in the order of the file."""
    return tuple(Story(**row) for row in _source()["innovation"])


@cache
def coming() -> tuple[Story, ...]:
    """Invented innovations of an edition that has just begun."""
    return tuple(Story(**row) for row in _source()["coming"])


@cache
def archive() -> tuple[Remembered, ...]:
    """The innovations of the public record."""
    return tuple(Remembered(**row) for row in _source()["archive"])


def _source() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def many(count: int) -> tuple[Story, ...]:
    """So many stories with titles of their own; after the last the first return, numbered."""
    told = stories()
    return tuple(_again(told[n % len(told)], n // len(told)) for n in range(count))


def _again(story: Story, turn: int) -> Story:
    return replace(story, title=f"{story.title} – Angkatan {turn + 1}") if turn else story


def summary(story: Story) -> str:
    """Two sentences for the public gallery."""
    return f"{_capital(story.idea)}. {_effect(story)}"


def texts(story: Story) -> Mapping[str, tuple[str, bool | None]]:
    """Text and yes/no answer for every section of the shipped form."""
    return {
        "ringkasan": (f"{story.problem}. Jawaban kami: {story.idea}. {_effect(story)}", None),
        "latar_belakang": (_background(story), None),
        "kebaruan": (_novelty(story), None),
        "implementasi": (_implementation(story), None),
        "signifikansi": (_significance(story), None),
        "adaptabilitas_replikasi": (
            "Sudah ditiru oleh dua unit tetangga; keduanya memakai panduan yang sama dan "
            "melaporkan hasilnya setiap tiga bulan.",
            True,
        ),
        "adaptabilitas": (
            "Masalah yang sama ditemui di banyak tempat. Panduan, formulir, dan rincian biaya "
            "tersedia sehingga instansi lain dapat mulai dalam enam pekan.",
            None,
        ),
        "sumber_daya": (_resources(story), None),
        "keberlanjutan": (_sustainability(), None),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _effect(story: Story) -> str:
    return (
        f"Hasilnya, {story.measure} berubah dari {story.before} menjadi {story.after} dalam "
        "dua tahun."
    )


def _background(story: Story) -> str:
    return (
        f"{story.problem}. Data awal dikumpulkan selama tiga bulan sebelum inovasi dimulai: "
        f"{story.measure} tercatat {story.before}. Kelompok yang paling merasakan adalah keluarga "
        "berpenghasilan rendah, lansia, dan warga yang tinggal jauh dari kantor layanan.\n\n"
        f"Tujuannya terukur: dalam dua tahun {story.measure} mencapai {story.after}, tanpa biaya "
        "tambahan bagi warga dan tanpa menambah pegawai."
    )


def _novelty(story: Story) -> str:
    return (
        f"Yang baru bukan alatnya, melainkan caranya: {story.idea}. Sebelumnya layanan menunggu "
        "warga datang; sekarang layanan mendatangi warga pada waktu yang disepakati. Kami "
        "membandingkannya dengan dua praktik di daerah lain dan mencatat perbedaannya."
    )


def _implementation(story: Story) -> str:
    return (
        "Uji coba berjalan di tiga lokasi selama empat bulan, kemudian diperluas ke seluruh "
        f"wilayah sasaran. Langkah utamanya: {story.idea}. Tim kecil bertemu setiap pekan, "
        "prosedur baku ditetapkan, dan setiap perubahan dicatat."
    )


def _significance(story: Story) -> str:
    return (
        f"Sebelum inovasi, {story.measure} adalah {story.before}. Sesudahnya menjadi "
        f"{story.after}. Pengukuran dilakukan setiap bulan dengan cara yang sama oleh petugas "
        "yang berbeda, dan diperiksa ulang oleh tim dari luar instansi.\n\n"
        "Survei kepuasan masyarakat dilakukan sebelum dan sesudah. Warga paling sering menyebut "
        "kepastian waktu dan sikap petugas sebagai perubahan yang terasa. Manfaat juga dirasakan "
        "kelompok rentan karena layanan tidak mensyaratkan perjalanan jauh maupun perangkat mahal."
    )


def _resources(story: Story) -> str:
    system = "Aplikasi sederhana dipelihara tim internal." if story.digital else ""
    return (
        "Keuangan: anggaran rutin ditambah dukungan desa. Manusia: satu koordinator, enam petugas, "
        "dan kader setempat. Metode: prosedur baku dan buku catatan bersama. Alat: perlengkapan "
        f"yang sudah ada. {system}"
    ).strip()


def _sustainability() -> str:
    return (
        "Kelembagaan: ditetapkan dengan keputusan kepala perangkat daerah dan masuk rencana kerja. "
        "Manajerial: prosedur baku, pelatihan petugas baru setiap enam bulan, dan evaluasi tiga "
        "bulanan. Sosial: banjar, desa adat, dan relawan mempunyai peran tertulis. Mitra membantu "
        "mengukur hasil sehingga inovasi tidak bergantung pada satu orang."
    )
