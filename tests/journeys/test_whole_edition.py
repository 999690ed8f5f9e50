"""One innovation from its registration to the certificate whose QR code anyone can scan."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image

from award.core import clock
from award.rehearsal.agencies import pdf
from award.rehearsal.stories import stories, texts
from tests.cast import PEOPLE
from tests.journeys.conftest import PHONE, Person, Site

pytestmark = pytest.mark.browser

STORY = stories()[0]
ROUNDS = {
    "Penilaian proposal": "external_judge",
    "Presentasi dan wawancara": "second_judge",
    "Verifikasi faktual lapangan": "internal_judge",
}


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """Nobody else's entry may win here."""
    return own_site


def test_an_innovation_becomes_a_winner_with_a_certificate(
    site: Site, meet: Callable[..., Person], tmp_path: Path
) -> None:
    staff, head = meet("staff"), meet("head")
    organiser = meet("organiser")
    entry = write_an_entry(staff, tmp_path)
    sign(head)
    pass_screening(organiser)
    judges = [judge_a_round(organiser, meet, *each) for each in ROUNDS.items()]
    publish(organiser)
    printed = print_certificate(organiser, tmp_path)
    citizen = meet(viewport=PHONE)
    check_what_the_public_sees(citizen, printed)
    staff.open(f"{entry}/hasil")
    assert "Juara I" in staff.page.content()
    people = [staff, head, organiser, citizen, *judges]
    assert [fault for person in people for fault in person.faults] == []


def write_an_entry(staff: Person, folder: Path) -> str:
    """The staff registers an innovation and writes its entry to the end; the entry's path."""
    page = staff.open("/pd/inovasi/baru")
    page.get_by_label("Nama inovasi").fill(STORY.title)
    page.locator("input[name=stage][value=penerapan]").check()
    page.locator("input[name=started_on]").fill("2023-01-09")
    page.locator("input[name=form][value=pelayanan_publik]").check()
    page.locator("input[name=kind][value=non_digital]").check()
    page.locator("input[name=initiator][value=perangkat_daerah]").check()
    staff.press("Daftarkan inovasi")
    staff.press("Ajukan ke edisi ini")
    page.get_by_label("Kategori").select_option(label="Pelestarian lingkungan hidup")
    staff.press("Mulai menulis usulan")
    entry = urlsplit(page.url).path
    document = folder / "bukti.pdf"
    document.write_bytes(pdf("bukti"))
    for key, (text, answer) in texts(STORY).items():
        write_a_section(staff, f"{entry}/bagian/{key}", text, answer, document)
    attach_documents(staff, f"{entry}/dokumen", document)
    page = staff.open(f"{entry}/data")
    for box in page.locator("input[name=declarations]").all():
        box.check()
    staff.press("Simpan data usulan")
    staff.open(f"{entry}/periksa")
    staff.press("Kirim ke kepala perangkat daerah")
    return entry


def write_a_section(
    staff: Person, path: str, text: str, answer: bool | None, document: Path
) -> None:
    page = staff.page
    if urlsplit(page.url).path != path:  # each section leads to the next
        staff.open(path)
    if answer is not None:
        page.locator("input[name=answer]").first.check()
    page.locator("textarea[name=text]").fill(text)
    if page.locator("input[name=file]").count():
        page.locator("input[name=file]").set_input_files(document)
    staff.press("Simpan dan lanjut")


def attach_documents(staff: Person, path: str, document: Path) -> None:
    page = staff.open(path)
    for key in ("sk_implementasi", "sp_identitas", "sp_replikasi", "sk_inovasi", "bukti_dampak"):
        slot = page.locator(f"section#{key}")
        slot.locator("input[type=file]").set_input_files(document)
        with page.expect_navigation():
            slot.get_by_role("button", name="Unggah").click()


def sign(head: Person) -> None:
    """The head of agency reads and signs."""
    head.open("/kepala/")
    head.press(STORY.title)
    head.page.locator("input[name=agreed]").check()
    head.press("Tandatangani dan ajukan ke panitia")
    assert "WITA" in head.page.content()


def pass_screening(organiser: Person) -> None:
    """The secretariat finds nothing missing."""
    organiser.open("/panitia/seleksi/")
    organiser.press(STORY.title)
    organiser.page.locator("input[name=outcome][value=pass]").check()
    organiser.press("Simpan keputusan dan beri tahu pengusul")


def judge_a_round(organiser: Person, meet: Callable[..., Person], round_: str, who: str) -> Person:
    """The organiser opens the round, one judge scores on a phone, the organiser draws the line."""
    page = organiser.open("/panitia/penilaian/")
    organiser.press(round_)
    place = urlsplit(page.url).path
    organiser.press("Buka babak")
    organiser.press(STORY.title)
    page.get_by_label(PEOPLE[who].name, exact=False).check()
    organiser.press("Tugaskan juri")
    judge = meet(who, viewport=PHONE)
    judge.open("/juri/")
    judge.press("Baca dan tandatangani kode etik")
    judge.press("Saya setuju dan menandatangani")
    if "lapangan" in round_:
        visit(organiser, place, judge)
    score(judge)
    organiser.open(f"{place}/tutup")
    organiser.press("Tutup babak")
    organiser.open(f"{place}/kunci")
    organiser.press("Kunci babak")
    organiser.open(place.replace("penilaian", "hasil/tahap") + "/tetapkan")
    organiser.press("Tetapkan yang lanjut")
    return judge


def visit(organiser: Person, place: str, judge: Person) -> None:
    """The organiser plans a visit; the judge writes one claim there and finds it proven."""
    page = organiser.open(place)
    organiser.press("Rencana kunjungan")
    page.get_by_role("link", name="Jadwalkan", exact=False).click()
    page.get_by_label("Tanggal").fill(clock.today().isoformat())
    organiser.press("Jadwalkan kunjungan")
    page = judge.open("/juri/kunjungan/")
    page.get_by_role("link", name=STORY.title).click()
    page.get_by_label("Klaim", exact=True).fill("Jadwal jemput ditempel di balai banjar.")
    judge.press("Tambahkan klaim")
    page.get_by_text("Terbukti", exact=True).click()
    page.get_by_text("Semua isian sudah tersimpan di server.").wait_for()
    judge.press("Selesaikan pemeriksaan klaim")


def score(judge: Person) -> None:
    """A judge gives every criterion a level by keyboard and finishes the sheet."""
    page = judge.open("/juri/")
    judge.press("Mulai menilai")
    for criterion in page.locator("fieldset.criterion:has(.levels)").all():
        criterion.locator("input[value='4']").check(force=True)
    judge.press("Selesaikan")


def publish(organiser: Person) -> None:
    """Winners are chosen, frozen and published under a decree."""
    page = organiser.open("/panitia/hasil/1/kunci")
    organiser.press("Kunci hasil akhir")
    organiser.open("/panitia/hasil/1/umumkan")
    page.get_by_label("Nomor keputusan", exact=False).fill("100/CONTOH/HK/2026")
    page.get_by_label("Tanggal keputusan", exact=False).fill(clock.today().isoformat())
    organiser.press("Umumkan hasil")


def print_certificate(organiser: Person, folder: Path) -> Path:
    """The winner's certificate is issued, made by the worker, and downloaded."""
    page = organiser.open("/panitia/sertifikat/1")
    organiser.press("Siapkan piagam")
    organiser.press("Kelola daftar penanda tangan")
    organiser.press("Tambah penanda tangan")
    page.get_by_label("Jabatan penanda tangan", exact=False).fill("BUPATI BADUNG")
    page.get_by_label("Nama penanda tangan", exact=False).fill("Nama Contoh")
    page.get_by_label("Menjabat sejak").fill("2025-02-20")
    organiser.press("Simpan penanda tangan")
    page = organiser.open("/panitia/sertifikat/1")
    organiser.press("Siapkan piagam")
    # Pages that follow the worker load themselves anew: they are examined when it is done.
    page.get_by_role("button", name="Periksa tata letak 1 piagam").click()
    issue = page.get_by_role("button", name="Terbitkan 1 piagam")
    issue.wait_for(timeout=60_000)
    organiser.examine()
    issue.click()
    download = page.get_by_role("link", name="Unduh", exact=False).first
    download.wait_for(timeout=60_000)
    organiser.examine()
    with page.expect_download() as waiting:
        download.click()
    target = folder / "piagam.pdf"
    waiting.value.save_as(target)
    return target


def check_what_the_public_sees(citizen: Person, printed: Path) -> None:
    """The QR code of the printed page opens the page that shows the same facts."""
    picture = printed.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", printed, picture], check=True)
    found = zxingcpp.read_barcodes(Image.open(picture.with_suffix(".png")))
    address = urlsplit(found[0].text)
    assert f"{address.scheme}://{address.netloc}" == citizen.site.address
    page = citizen.open(address.path)
    for fact in ("Juara I", STORY.title, "Dinas Lingkungan Hidup dan Kebersihan"):
        assert fact in page.content()
    for path in ("/", "/pemenang/", "/inovasi/"):
        citizen.open(path)
        assert STORY.title in page.content()
    citizen.press(STORY.title)
