"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.dashboards import (
    areas,
    calendar,
    cockpit,
    enterprises,
    explaining,
    figures,
    instructions,
    targets,
    tasks,
    units,
)

urlpatterns: list[URLPattern] = [
    path("calendar", calendar.calendar, name="calendar"),
    path("cockpit", cockpit.cockpit, name="cockpit"),
    path("targets", targets.target_list, name="targets"),
    path("targets/<str:target>", targets.target_page, name="target"),
    path("explain/<str:target>/<str:area>/<str:month>", explaining.explain, name="explain"),
    path(
        "explain/indicator/<str:indicator>/<str:area>/<str:month>",
        explaining.explain_indicator,
        name="explain-indicator",
    ),
    path("explain/indicator/<str:indicator>/<str:area>/<str:month>/<int:number>", explaining.evidence, name="evidence"),
    path("figures/<str:entity>/<str:measure>/<str:period>", figures.figure_page, name="figure"),
    path("tasks", tasks.task_list, name="tasks"),
    path("tasks/<str:task>", tasks.task_page, name="task"),
    path("units", units.unit_list, name="units"),
    path("units/<str:unit>", units.unit_page, name="unit"),
    path("units/<str:unit>/owes", units.unit_owes, name="unit-owes"),
    path("areas", areas.area_list, name="areas"),
    path("areas/<str:area>", areas.area_page, name="area"),
    path("areas/<str:area>/data", areas.area_data, name="area-data"),
    path("enterprises", enterprises.enterprise_list, name="enterprises"),
    path("enterprises/<str:enterprise>", enterprises.enterprise_page, name="enterprise"),
    path("instructions", instructions.instruction_list, name="instructions"),
    path("instructions/about/<str:kind>/<str:subject>", instructions.new_instruction, name="new-instruction"),
    path("instructions/<int:pk>", instructions.instruction_page, name="instruction"),
    path("instructions/<int:pk>/reply", instructions.reply_instruction, name="reply-instruction"),
    path("instructions/<int:pk>/close", instructions.close_instruction, name="close-instruction"),
]
