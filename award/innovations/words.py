"""Names of the register's vocabularies as people read them."""

from flask_babel import lazy_gettext as _l

from award.innovations.states import Form, Initiator, Kind, Lifecycle, Stage

STAGES = {
    Stage.INITIATIVE: _l("Inisiatif"),
    Stage.TRIAL: _l("Uji coba"),
    Stage.APPLIED: _l("Penerapan"),
}

FORMS = {
    Form.PUBLIC_SERVICE: _l("Pelayanan publik"),
    Form.GOVERNANCE: _l("Tata kelola pemerintahan"),
    Form.OTHER: _l("Bentuk lain"),
}

KINDS = {Kind.DIGITAL: _l("Digital"), Kind.NON_DIGITAL: _l("Nondigital")}

INITIATORS = {
    Initiator.REGENT: _l("Kepala daerah"),
    Initiator.COUNCIL: _l("DPRD"),
    Initiator.AGENCY: _l("Perangkat daerah"),
    Initiator.OFFICIAL: _l("ASN"),
    Initiator.CITIZEN: _l("Masyarakat"),
}

LIFECYCLES = {
    Lifecycle.CONTINUING: _l("Berlanjut"),
    Lifecycle.GROWING: _l("Berkembang"),
    Lifecycle.DORMANT: _l("Vakum"),
    Lifecycle.STOPPED: _l("Berhenti"),
}

SDGS = {
    1: _l("Tanpa kemiskinan"),
    2: _l("Tanpa kelaparan"),
    3: _l("Kehidupan sehat dan sejahtera"),
    4: _l("Pendidikan berkualitas"),
    5: _l("Kesetaraan gender"),
    6: _l("Air bersih dan sanitasi layak"),
    7: _l("Energi bersih dan terjangkau"),
    8: _l("Pekerjaan layak dan pertumbuhan ekonomi"),
    9: _l("Industri, inovasi, dan infrastruktur"),
    10: _l("Berkurangnya kesenjangan"),
    11: _l("Kota dan permukiman yang berkelanjutan"),
    12: _l("Konsumsi dan produksi yang bertanggung jawab"),
    13: _l("Penanganan perubahan iklim"),
    14: _l("Ekosistem lautan"),
    15: _l("Ekosistem daratan"),
    16: _l("Perdamaian, keadilan, dan kelembagaan yang tangguh"),
    17: _l("Kemitraan untuk mencapai tujuan"),
}
