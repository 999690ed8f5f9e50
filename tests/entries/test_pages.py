"""The agency's pages of an entry, as people meet them."""

from tests import builders


def test_staff_go_from_an_innovation_to_a_draft(cast, visit):
    edition = builders.edition()
    innovation = builders.innovation(title="Bank Sampah Digital")
    staff = visit(cast.staff)
    page = staff.get(f"/pd/usulan/baru/{innovation.id}")
    assert "Batas pengajuan: 31 Mei 2026 pukul 23.59 WITA (22.59 WIB)" in page.text
    category = edition.categories[3]
    answer = staff.post(
        f"/pd/usulan/baru/{innovation.id}", {"category": category.id, "group": "umum"}
    )
    assert answer.status == 302
    page = staff.get(answer.location)
    assert page.status == 200
    assert "Bank Sampah Digital" in page.text
    assert "sisa 20 hari" in page.text
    paths = (
        "",
        "/data",
        "/dokumen",
        "/periksa",
        "/bagian/ringkasan",
        "/bagian/adaptabilitas_replikasi",
    )
    for path in paths:
        page = staff.get(answer.location + path)
        assert page.status == 200, path
    assert staff.get("/pd/usulan/").status == 200
    assert staff.get("/pd/inovasi/").status == 200
    assert staff.get("/pd/inovasi/baru").status == 200
    assert staff.get(f"/pd/inovasi/{innovation.id}").status == 200
    assert staff.get(f"/pd/inovasi/{innovation.id}/ubah").status == 200
