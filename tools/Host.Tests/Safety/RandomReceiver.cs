using DroneLink.Drivers;

namespace DroneLink.Host.Tests.Safety;

/// <summary>A receiver that does as it is told, or stays as it is and says so, and does it once it obeys again.</summary>
public sealed class RandomReceiver : IPowerDown
{
    private bool _obeys = true;

    public bool Obeys
    {
        get => _obeys;
        set
        {
            _obeys = value;
            IsUp = value ? IsOrderedUp : IsUp;
        }
    }

    public bool IsOrderedUp { get; private set; }

    public bool IsUp { get; private set; }

    public bool IsPowerConfirmed => IsUp == IsOrderedUp;

    public void PowerUp() => Order(true);

    public void PowerDown() => Order(false);

    private void Order(bool isUp)
    {
        IsOrderedUp = isUp;
        IsUp = Obeys ? isUp : IsUp;
    }
}
