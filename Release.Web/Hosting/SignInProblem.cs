namespace Release.Web.Hosting;

/// <summary>Why a sign-in came to nothing; in the page's address as a word, so that nobody can put a text of theirs there.</summary>
internal enum SignInProblem
{
    /// <summary>Something that has no better word; the log has it.</summary>
    Failed,

    /// <summary>The person said no at GitHub.</summary>
    Denied,

    /// <summary>The way back does not belong to a way there: too old, another browser, or forged.</summary>
    Expired,

    /// <summary>GitHub did not answer.</summary>
    Away,

    /// <summary>No membership gives a role.</summary>
    NoRole,

    /// <summary>Too many failures from this address.</summary>
    TooMany,
}
