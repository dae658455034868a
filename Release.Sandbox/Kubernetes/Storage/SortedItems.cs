namespace Release.Sandbox.Kubernetes.Storage;

/// <summary>Search in a list that is sorted by name.</summary>
internal static class SortedItems
{
    /// <returns>The index of the first item whose name is not before the given one; the count when there is none.</returns>
    public static int FirstAtOrAfter(IReadOnlyList<StoredObject> items, ObjectName name)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (items[middle].Name < name)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
