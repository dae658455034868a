using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Events;
using Release.Core.Storage;

namespace Release.Core.Commands;

/// <summary>Changes an application's display name, notes and freeze for those who may, with an event that names them.</summary>
public sealed class ApplicationEditor(AccessGuard guard, IReleaseStore store)
{
    /// <exception cref="ArgumentException">A text is too long or empty; the parameter's name is the field's.</exception>
    public async Task<EditResult> ApplyAsync(Actor actor, ApplicationName name, ApplicationEdit edit, CancellationToken cancellationToken)
    {
        var decision = await guard.DecideAsync(actor, AccessAction.EditApplication, application: name, cancellationToken: cancellationToken);
        if (!decision.Allowed)
        {
            return new EditResult.Forbidden(decision.Reason);
        }

        await using var transaction = await store.BeginAsync(cancellationToken);
        if (await transaction.FindApplicationAsync(name, cancellationToken) is not { } application)
        {
            return new EditResult.NotFound();
        }

        var changes = Apply(application, edit).ToArray();
        if (changes.Length > 0)
        {
            transaction.Append(new ReleaseEvent(EventType.ApplicationChanged, actor.Name, $"{name}: {string.Join(", ", changes)}", name));
            await transaction.CommitAsync(cancellationToken);
        }

        return new EditResult.Edited(application);
    }

    private static IEnumerable<string> Apply(Application application, ApplicationEdit edit)
    {
        if (edit.DisplayName is { } displayName && displayName != application.DisplayName)
        {
            application.Rename(displayName);
            yield return $"is now called {application.DisplayName}";
        }

        if (edit.Notes is { } notes && notes != application.Notes)
        {
            application.Annotate(notes);
            yield return "notes changed";
        }

        if (edit.Frozen is { } frozen && frozen != application.DeployFreeze)
        {
            application.SetFreeze(frozen);
            yield return frozen ? "automatic deployments frozen" : "freeze lifted";
        }
    }
}

/// <summary>A change of an application; null leaves a value as it is.</summary>
/// <param name="Frozen">Whether Release itself holds automatic deployments back.</param>
public sealed record ApplicationEdit(string? DisplayName, string? Notes, bool? Frozen);

/// <summary>The result of an <see cref="ApplicationEdit"/>.</summary>
public abstract record EditResult
{
    private EditResult()
    {
    }

    public sealed record Edited(Application Application) : EditResult;

    /// <summary>There is no such application.</summary>
    public sealed record NotFound : EditResult;

    /// <param name="Reason">What the actor lacks, and who can help.</param>
    public sealed record Forbidden(string Reason) : EditResult;
}
