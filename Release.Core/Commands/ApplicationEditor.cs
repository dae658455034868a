using Release.Core.Applications;
using Release.Core.Events;
using Release.Core.Storage;

namespace Release.Core.Commands;

/// <summary>Changes the editable fields of an application, with an event that says who did. The caller has checked the permission.</summary>
public sealed class ApplicationEditor(IReleaseStore store)
{
    /// <summary>Null when there is no such application.</summary>
    /// <exception cref="ArgumentException">A text is too long or empty; the parameter's name is the field's.</exception>
    public async Task<Application?> ApplyAsync(ApplicationName name, ApplicationEdit edit, string by, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        if (await transaction.FindApplicationAsync(name, cancellationToken) is not { } application)
        {
            return null;
        }

        var changes = Apply(application, edit).ToArray();
        if (changes.Length > 0)
        {
            transaction.Append(new ReleaseEvent(EventType.ApplicationChanged, by, $"{name}: {string.Join(", ", changes)}", name));
            await transaction.CommitAsync(cancellationToken);
        }

        return application;
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

/// <summary>An edit of an application; a field that is null stays as it is.</summary>
/// <param name="Frozen">Release's own freeze.</param>
public sealed record ApplicationEdit(string? DisplayName, string? Notes, bool? Frozen);
