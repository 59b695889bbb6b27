"""The script of a channel and day: used again, or written by an angle until it is unlike the channel's last videos."""

from collections.abc import Sequence
from dataclasses import dataclass

from spotworks.domain.angle import Angle, Angles, by_angle, with_hook
from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.channel import Edition, EditionScript, Print, Refused
from spotworks.domain.claims import Claims
from spotworks.domain.languages import RULED
from spotworks.domain.likeness import PICTURES_TOO_ALIKE, TOO_ALIKE, fingerprint, likeness, lines_of, pictures_likeness
from spotworks.domain.offers import ending
from spotworks.domain.plan_checks import Failed, strategy_failures
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Screenplay, Strategy
from spotworks.errors import PlanRejected
from spotworks.ports import Eye, Writer
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.planning import JobMeter, passing
from spotworks.stages.shared.truth import still_offered, truthful
from spotworks.stages.write_screenplay import planned

DRAFTS = 12  # at most, before the theme counts as used up; fewer where a draft takes calls of a language model


def plan_edition(job: JobRef, edition: Edition, *, desk: Desk, writer: Writer, angles: Angles) -> Strategy:
    """Leaves brief, screenplay and, last, strategy in the job, as if written for it alone.

    Raises PlanRejected, BudgetExceeded and the writer's errors.
    """
    channel, variation = edition.channel, desk.jobs.get(job.tenant, job.video_id).variation
    script = desk.channels.script(job.tenant, channel.id, edition.day, variation)
    if script is not None and script.video_id != job.video_id and _is_stale(script, edition, desk):
        script = None
    reused = script is not None
    if script is None:
        script = _Editor(job, edition, variation, desk, writer, angles).script()
    told = f"as on {script.day}, " if reused else ""
    desk.note(job, f"Channel {channel.id}: {told}told as “{_plain(script.angle)}”", reused=reused)
    desk.write(job, "brief.json", script.brief)
    play = script.screenplay
    if reused:  # its page may have changed since
        play = truthful(job, play, script.brief, desk.find(job, "research.json", Research), desk)
    desk.write(job, "screenplay.json", play)
    desk.write(job, "strategy.json", script.strategy)
    return script.strategy


def _is_stale(script: EditionScript, edition: Edition, desk: Desk) -> bool:
    ended = ending(script.expires, desk.clock.now().date())
    return edition.refresh or script.asked != edition.channel.brief or (ended is not None and ended.over)


def remember_pictures(job: JobRef, edition: Edition, keys: Sequence[str], *, desk: Desk, eye: Eye) -> None:
    """Told, not refused: by now they are paid for, and a channel may show the user's own photo every day."""
    marks = desk.channels.prints(job.tenant, edition.channel.id)
    if all(mark.video_id != job.video_id for mark in marks):
        return  # the script of an older video, whose pictures these are
    pictures = tuple(eye.fingerprint(content) for content in desk.read_all([key for key in keys if key]))
    desk.channels.seen(job.tenant, edition.channel.id, job.video_id, pictures)
    older = [mark for mark in marks if mark.video_id != job.video_id]
    near = max(older, key=lambda mark: pictures_likeness(pictures, mark.pictures), default=None)
    if near and (alike := pictures_likeness(pictures, near.pictures)) >= PICTURES_TOO_ALIKE:
        desk.note(job, f"Its pictures are {alike:.0%} like those of {near.day}; other photos would make it new")


@dataclass(frozen=True)
class _Editor:
    job: JobRef
    edition: Edition
    variation: int
    desk: Desk
    writer: Writer
    angles: Angles

    def script(self) -> EditionScript:
        """A new one, kept for its days. Raises PlanRejected if every draft is too like what there was."""
        job, channel, channels = self.job, self.edition.channel, self.desk.channels
        marks = channels.prints(job.tenant, channel.id)
        used = [mark.angle for mark in marks]
        order = self.angles.order(channel.brief, used, f"{channel.id}|{self.edition.day}")
        refused: list[Refused] = []
        before = left = self._left()
        for number in range(DRAFTS):
            # As many calls as the drafts took so far, each, are what one more may take.
            if number and (before - left) / number > left:
                break
            draft = self._draft(order[(self.variation + number) % len(order)], number, used)
            words = fingerprint(lines_of(draft.screenplay))
            if (found := _too_alike(words, draft.angle, marks)) is None:
                draft = draft.model_copy(update={"refused": tuple(refused)})
                made = self.desk.clock.now().isoformat(timespec="milliseconds")
                mark = Print(video_id=job.video_id, day=draft.day, made=made, angle=draft.angle, words=words)
                channels.keep(job.tenant, draft, mark)
                return draft
            refused.append(found)
            left = self._left()
            self.desk.note(
                job,
                f"Draft {number + 1}, “{_plain(found.angle)}”, refused: {found.alike:.0%} of its phrases are those of "
                f"{found.day}; fewer than {TOO_ALIKE:.0%} may be",
            )
        raise PlanRejected(
            f"channel {channel.id}: {len(refused)} drafts were too like its last {len(marks)} videos, "
            f"the best by {min(one.alike for one in refused):.0%}; tell more in the channel's theme"
        )

    def _left(self) -> int:
        return JobMeter(self.desk, self.job).left

    def _draft(self, angle: Angle, number: int, used: Sequence[str]) -> EditionScript:
        job, channel, day = self.job, self.edition.channel, self.edition.day
        salt = f"{channel.id}|{day}|{number}|{job.video_id if self.edition.refresh else ''}"
        brief = by_angle(channel.brief, angle, salt=salt, turn=day.toordinal() + number)
        research = self.desk.find(job, "research.json", Research)
        references = self.desk.read(job, "references.json", References)
        strategy = self._strategy(brief, research, references)
        own = " ".join([brief.title, brief.prompt, brief.description, brief.call_to_action, brief.url or ""])
        own += f" {research.text}" if research else ""
        play = planned(
            job,
            brief,
            strategy,
            variation=self.variation,
            desk=self.desk,
            writer=self.writer,
            change=lambda play: self._told(play, angle, own, used.count(angle.name)),
        )
        return EditionScript(
            channel=channel.id,
            day=day,
            variation=self.variation,
            video_id=job.video_id,
            angle=angle.name,
            asked=channel.brief,
            brief=brief,
            strategy=with_hook(strategy, play),
            screenplay=play,
            expires=self.desk.read(job, "claims.json", Claims).expires,
        )

    def _told(self, play: Screenplay, angle: Angle, own: str, uses: int) -> Screenplay:
        """In the angle's own words, where it has any in the language; else the writer knew the angle by its tone."""
        if play.language not in RULED:
            return play
        return self.angles.tell(play, angle, self.edition.day, own=own, uses=uses)

    def _strategy(self, brief: Brief, research: Research | None, references: References) -> Strategy:
        began, meter = self.desk.clock.now(), JobMeter(self.desk, self.job)
        offered = still_offered(brief, research, self.desk)

        def write(failed: tuple[Failed, ...]) -> Strategy:
            return self.writer.strategy(*offered, references, failed=failed, meter=meter)

        found = passing(write, lambda strategy: strategy_failures(strategy, brief, research), what="the strategy")
        meter.tell("strategies", "Strategy", (self.desk.clock.now() - began).total_seconds())
        return found


def _too_alike(words: Sequence[int], angle: str, marks: Sequence[Print]) -> Refused | None:
    """The nearest of the channel's videos, if it is too near."""
    near = max(marks, key=lambda mark: likeness(words, mark.words), default=None)
    if near is None or (alike := likeness(words, near.words)) < TOO_ALIKE:
        return None
    return Refused(angle=angle, alike=round(alike, 2), day=near.day)


def _plain(name: str) -> str:
    return name.replace("_", " ")
