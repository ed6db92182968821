"""Addresses of the registry; the page of one account stands above all chapters (`dashboard.urls`)."""

from django.urls import path

from accounts.views import export, filters, importing, platforms, registry

app_name = "accounts"

urlpatterns = [
    path("", registry.Registry.as_view(), name="registry"),
    path("import/", importing.ImportUpload.as_view(), name="import"),
    path("import/sample.<slug:ending>", importing.ImportSample.as_view(), name="import_sample"),
    path("import/<uuid:key>/columns/", importing.ImportColumns.as_view(), name="import_columns"),
    path("import/<uuid:key>/", importing.ImportCheck.as_view(), name="import_check"),
    path("export/csv/", export.AccountExport.as_view(kind="csv"), name="export_csv"),
    path("export/xlsx/", export.AccountExport.as_view(kind="xlsx"), name="export_xlsx"),
    path("filters/new/", filters.FilterSave.as_view(), name="filter_save"),
    path("filters/<int:pk>/", filters.FilterEdit.as_view(), name="filter_edit"),
    path("filters/<int:pk>/end/", filters.FilterEnd.as_view(), name="filter_end"),
    *platforms.urlpatterns,
]
