"""Retention (保存期間), disposal (廃棄) and the register of disposals (廃棄簿).

What hangs together is a matter: a first record, whose model declares `ForYears`, and the records that declare
`Within` it. A kind of matter is described in the app it belongs to (`DossierKind`) and registered when Django starts,
so that nothing here imports upwards. Disposal takes two offices: 文書管理担当 asks and carries out, 総務部長 permits.
"""
