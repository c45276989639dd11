import { registry } from "@web/core/registry";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { calendarView } from "@web/views/calendar/calendar_view";

/** In the calendar, too, a task opens its document at the step to do: it has no form of its own. */
export class TareaCalendarController extends CalendarController {
    async editRecord({ id }) {
        return this.action.doAction(await this.orm.call("seguimiento.tarea", "action_abrir", [id]));
    }
}

registry.category("views").add("nucleo_tarea_calendar", {
    ...calendarView,
    Controller: TareaCalendarController,
});
